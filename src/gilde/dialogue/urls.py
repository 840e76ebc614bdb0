from django.urls import path

from gilde.dialogue.views import attachment, comment, composer, contribution, draft, story, suggest

app_name = "dialogue"
# Acts stand under do/, because the words of a title may be any word.
urlpatterns = [
    path("d/<int:number>/", contribution.page, {"words": ""}, name="short"),
    path("d/<int:number>/do/comment/", comment.add, name="comment"),
    path("d/<int:number>/do/edit/", composer.edit, name="edit"),
    path("d/<int:number>/do/told/", story.decide, name="told"),
    path("d/<int:number>/<slug:words>/", contribution.page, name="contribution"),
    path("drafts/", draft.drafts, name="drafts"),
    path("drafts/<str:place>/", draft.draft, name="draft"),
    path("new/", composer.start, name="start"),
    path("new/files/", attachment.upload, name="upload"),
    path("new/files/<int:number>/remove/", attachment.remove, name="attachment_remove"),
    path("new/preview/", suggest.preview, name="preview"),
    path("new/tags/", suggest.tags, name="tags_suggest"),
    path("new/<slug:kind>/", composer.new, name="new"),
]
