from django.urls import path

from gilde.gateways.portability.views import old_address

app_name = "portability"
# Last of all addresses: see config/urls.py.
urlpatterns = [path("<path:path>", old_address.old_address, name="old_address")]
