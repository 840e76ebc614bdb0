"""Addresses of the design system itself."""

from django.urls import path

from gilde.ui.views import display, style

app_name = "ui"
urlpatterns = [
    path("_ui/", style.show, name="style"),
    path("_ui/display/", display.choose, name="display"),
]
