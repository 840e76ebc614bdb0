from django.urls import path

from gilde.demo.views import login

app_name = "demo"
urlpatterns = [path("demo/<str:token>/", login.enter, name="login")]
