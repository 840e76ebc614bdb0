"""Addresses of the design system itself."""

from django.urls import path

from gilde.ui.views import app, display, security, style

app_name = "ui"
urlpatterns = [
    path(".well-known/security.txt", security.contact, name="security"),
    path("app.webmanifest", app.manifest, name="manifest"),
    path("app-icon-<int:size>.png", app.icon, name="icon"),
    path("worker.js", app.worker, name="worker"),
    path("offline/", app.offline, name="offline"),
    path("_ui/", style.show, name="style"),
    path("_ui/display/", display.choose, name="display"),
]
