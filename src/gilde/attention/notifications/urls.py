from django.urls import path

from gilde.attention.notifications.views import bell, device, helping, level, reply, rhythm

app_name = "notifications"
urlpatterns = [
    path("bell/", bell.show, name="bell"),
    path("bell/count/", bell.count, name="count"),
    path("bell/read/", bell.read, name="read"),
    path("me/questions/", helping.helping, name="helping"),
    path("me/mail/", rhythm.rhythm, name="mail"),
    path("me/devices/", device.devices, name="devices"),
    path("me/devices/new/", device.add, name="device_add"),
    path("me/devices/<int:number>/remove/", device.remove, name="device_remove"),
    path("me/mail/again/", reply.resume, name="resume"),
    path("me/mail/addresses/", reply.void, name="void_addresses"),
    path("mail/less/<str:token>/", rhythm.stop, name="stop"),
    path("levels/<slug:subject>/<int:number>/", level.level, name="level"),
]
