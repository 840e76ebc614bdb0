from django.urls import path

from gilde.dialogue.views import comment, composer, contribution

app_name = "dialogue"
urlpatterns = [
    path("new/", composer.start, name="start"),
    path("new/<slug:kind>/", composer.new, name="new"),
    path("d/<int:number>/", contribution.page, {"words": ""}, name="short"),
    path("d/<int:number>/comment/", comment.add, name="comment"),
    path("d/<int:number>/<slug:words>/", contribution.page, name="contribution"),
]
