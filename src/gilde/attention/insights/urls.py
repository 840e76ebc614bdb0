from django.urls import path

from gilde.attention.insights.views import care, guide, ready

app_name = "insights"
urlpatterns = [
    path("c/<slug:slug>/guide/", guide.guide, name="guide"),
    path("c/<slug:slug>/guide/<slug:kind>/", guide.begin, name="guide_begin"),
    path("c/<slug:slug>/care/", care.show, name="care"),
    path("c/<slug:slug>/care/rules/", ready.show, name="ready"),
    path("c/<slug:slug>/care/rules/<slug:kind>/", ready.switch, name="ready_switch"),
    path("c/<slug:slug>/care/<slug:need>/<int:number>/", care.done, name="cared"),
]
