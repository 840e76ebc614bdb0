from django.urls import include, path

from gilde.dialogue.views import (
    answer,
    appreciation,
    attachment,
    author,
    behaviour,
    comment,
    compliment,
    composer,
    contribution,
    curation,
    draft,
    fresh,
    hello,
    history,
    hold,
    read_mark,
    reply,
    saved,
    story,
    suggest,
    tag,
    unnamed,
)

app_name = "dialogue"
# Acts stand under do/, because the words of a title may be any word. ``part`` is "answers" or "comments".
_acts = [
    path("answer/", answer.add, name="answer"),
    path("answers/<int:reply>/accept/", answer.accept, name="accept"),
    path("appreciate/<slug:kind>/", appreciation.appreciate, name="appreciate"),
    path("close/", curation.close, name="close"),
    path("comment/", comment.add, name="comment"),
    path("delete/", curation.delete, name="delete"),
    path("edit/", composer.edit, name="edit"),
    path("fresh/", fresh.replies, name="fresh"),
    path("history/", history.contribution, name="history"),
    path("move/", curation.move, name="move"),
    path("name/", unnamed.name, name="name"),
    path("pin/", curation.pin, name="pin"),
    path("read/", read_mark.read, name="read"),
    path("reopen/", curation.reopen, name="reopen"),
    path("save/", saved.keep, name="save"),
    path("told/", story.decide, name="told"),
    path(
        "<slug:part>/<int:reply>/appreciate/<slug:kind>/",
        appreciation.appreciate_reply,
        name="appreciate_reply",
    ),
    path("<slug:part>/<int:reply>/delete/", reply.delete, name="delete_reply"),
    path("<slug:part>/<int:reply>/edit/", reply.edit, name="edit_reply"),
    path("<slug:part>/<int:reply>/history/", history.reply, name="history_reply"),
]
_composing = [
    path("", composer.start, name="start"),
    path("files/", attachment.upload, name="upload"),
    path("files/<int:number>/remove/", attachment.remove, name="attachment_remove"),
    path("preview/", suggest.preview, name="preview"),
    path("tags/", suggest.tags, name="tags_suggest"),
    path("<slug:kind>/", composer.new, name="new"),
]
urlpatterns = [
    path(
        "d/<int:number>/",
        include(
            [
                path("do/", include(_acts)),
                path("", contribution.page, {"words": ""}, name="short"),
                path("<slug:words>/", contribution.page, name="contribution"),
            ]
        ),
    ),
    path("c/<slug:slug>/hello/", hello.hello, name="hello"),
    path("c/<slug:slug>/held/", hold.holds, name="holds"),
    path("c/<slug:slug>/held/<int:number>/", hold.decide, name="hold"),
    path("reviewed/<int:number>/", hold.reviewed, name="reviewed"),
    path("new/", include(_composing)),
    path("@<str:handle>/compliments/", compliment.of_person, name="compliments_of"),
    path("@<str:handle>/contributions/", author.contributions, name="contributions_of"),
    path("behaviours/<int:number>/", behaviour.show, name="behaviour"),
    path("compliments/", compliment.compliments, name="compliments"),
    path("compliments/new/", compliment.new, name="compliment_new"),
    path("compliments/<int:number>/", compliment.decide, name="compliment_decide"),
    path("drafts/", draft.drafts, name="drafts"),
    path("drafts/<str:place>/", draft.draft, name="draft"),
    path("read/", read_mark.read_all, name="read_all"),
    path("saved/", saved.saved, name="saved"),
    path("tags/<slug:tag>/", tag.show, name="tag"),
]
