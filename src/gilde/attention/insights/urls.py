from django.urls import path

from gilde.attention.insights.views import care

app_name = "insights"
urlpatterns = [
    path("c/<slug:slug>/care/", care.show, name="care"),
    path("c/<slug:slug>/care/<slug:need>/<int:number>/", care.done, name="cared"),
]
