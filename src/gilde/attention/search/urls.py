from django.urls import path

from gilde.attention.search.views import page, saved

app_name = "search"
urlpatterns = [
    path("search/", page.search, name="page"),
    path("search/instant/", page.instant, name="instant"),
    path("search/saved/", saved.saved, name="saved"),
    path("search/saved/<int:number>/", saved.change, name="saved_change"),
    path("search/similar/", page.similar, name="similar"),
    path("search/suggest/", page.suggest, name="suggest"),
]
