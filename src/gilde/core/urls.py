from django.urls import path

from gilde.core.files import views

app_name = "files"
urlpatterns = [
    path("files/<str:key>", views.by_key, name="file"),
    path("files/<str:key>/<str:size>/<str:name>", views.serve, name="serve"),
]
