from django.urls import path

from gilde.attention.notifications.views import bell, level

app_name = "notifications"
urlpatterns = [
    path("bell/", bell.show, name="bell"),
    path("bell/count/", bell.count, name="count"),
    path("bell/read/", bell.read, name="read"),
    path("levels/<slug:subject>/<int:number>/", level.level, name="level"),
]
