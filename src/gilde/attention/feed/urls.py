from django.urls import path

from gilde.attention.feed.views import stream

app_name = "feed"
urlpatterns = [
    path("", stream.home, name="home"),
    path("c/<slug:community>/", stream.community, name="community"),
]
