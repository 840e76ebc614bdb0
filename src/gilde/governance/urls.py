from django.urls import path

from gilde.governance.views import audit, case, disclosure, handling, mine, openness, report

app_name = "governance"
urlpatterns = [
    path("report/<slug:kind>/<int:number>/", report.report, name="report"),
    path("me/reports/", mine.mine, name="mine"),
    path("me/reports/<int:number>/", mine.my_case, name="my_case"),
    path("cases/", case.everywhere, name="everywhere"),
    path("cases/<int:number>/", case.case, name="case"),
    path("cases/<int:number>/take/", handling.take, name="take"),
    path("cases/<int:number>/note/", handling.note, name="note"),
    path("cases/<int:number>/message/", handling.message, name="message"),
    path("cases/<int:number>/decide/", handling.decide, name="decide"),
    path("cases/<int:number>/lift/", handling.lift, name="lift"),
    path("cases/<int:number>/show/", handling.put_back, name="put_back"),
    path("cases/<int:number>/name/", disclosure.propose, name="propose"),
    path("cases/<int:number>/name/<int:disclosure>/", disclosure.agree, name="agree"),
    path("cases/<int:number>/appeals/<int:appeal>/", handling.judge, name="judge"),
    path("c/<slug:slug>/reports/", case.of_community, name="cases"),
    path("log/", audit.everywhere, name="logs"),
    path("log/export/", audit.export_everywhere, name="logs_export"),
    path("c/<slug:slug>/log/", audit.of_community, name="log"),
    path("c/<slug:slug>/log/export/", audit.export_of_community, name="log_export"),
    path("c/<slug:slug>/openness/", openness.openness, name="openness"),
]
