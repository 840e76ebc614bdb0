from django.urls import path

from gilde.attention.feed.views import around, arrival, atom, news, sitemap, stream

app_name = "feed"
urlpatterns = [
    path("", stream.home, name="home"),
    path("home/new/", news.news, name="news"),
    path("c/<slug:community>/", stream.community, name="community"),
    path("c/<slug:community>/feed.atom", atom.atom, name="atom"),
    path("around/", around.around, name="around"),
    path("welcome/mail/", arrival.mail, name="arrive_mail"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<slug:name>-<int:part>.xml", sitemap.section, name="sitemap_section"),
]
