from django.urls import include, path

urlpatterns = [path("", include("gilde.core.urls"))]
