"""All addresses of the house."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("operator/", admin.site.urls),
    path("", include("gilde.core.urls")),
]
