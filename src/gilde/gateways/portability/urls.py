from django.urls import path

from gilde.gateways.portability.views import old_address, upload

app_name = "portability"
# The last of these takes every address that is left: see config/urls.py.
urlpatterns = [
    path("c/<slug:slug>/import/", upload.imports, name="imports"),
    path("c/<slug:slug>/import/<int:number>/", upload.one, name="import"),
    path("c/<slug:slug>/import/<int:number>/report/<slug:which>/", upload.report, name="import_report"),
    path("<path:path>", old_address.old_address, name="old_address"),
]
