"""Addresses of the design system itself."""

from django.urls import path

from gilde.ui.views import display, security, style

app_name = "ui"
urlpatterns = [
    path(".well-known/security.txt", security.contact, name="security"),
    path("_ui/", style.show, name="style"),
    path("_ui/display/", display.choose, name="display"),
]
