"""Changing and deleting answers and comments."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from gilde.core.actor import Actor
from gilde.dialogue.actions.answer import delete_answer
from gilde.dialogue.actions.comment import delete_comment
from gilde.dialogue.actions.meanwhile import ChangedMeanwhile, require_begun_with
from gilde.dialogue.actions.reply import edit_reply
from gilde.dialogue.actions.text import look
from gilde.dialogue.forms.reply import ReplyForm
from gilde.dialogue.models import Answer, Attachment, Comment, Contribution
from gilde.dialogue.queries.history import Part
from gilde.dialogue.queries.hold import looked_at_in
from gilde.dialogue.queries.reply import excerpt
from gilde.dialogue.queries.version import as_in_form, differences, version_of
from gilde.dialogue.rules import contribution as rules
from gilde.dialogue.views.appreciation import get_reply
from gilde.dialogue.views.attachment import keep_files, ticked, waiting_files
from gilde.dialogue.views.contribution import get_contribution
from gilde.dialogue.views.door import actor_of, for_people
from gilde.dialogue.views.editing import BEGUN
from gilde.dialogue.views.kept import keeps_words


@for_people
@keeps_words("r")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int, part: str, reply: int) -> HttpResponse:
    """Change one's own answer or comment and its files; what the text was stays readable in its history."""
    actor = actor_of(request)
    contribution = get_contribution(actor, number)
    row = get_reply(actor, contribution, part, reply)
    rules.edit_reply.require(actor, row)
    form = ReplyForm(request.POST if request.method == "POST" else None, initial={"body": row.body})
    begun = request.POST.get(BEGUN, "") if request.method == "POST" else version_of(as_in_form(row))
    meanwhile: list[Part] = []
    looking = "preview" in request.POST
    shown = look(request.POST.get("body", ""), actor=actor) if looking else ""
    keys = keep_files(request, actor, form) if request.method == "POST" else []
    if request.method == "POST" and form.is_valid() and not looking:
        body = form.cleaned_data["body"]
        try:
            with transaction.atomic():
                require_begun_with(row, begun, {"body": body})
                edit_reply(
                    actor=actor, reply=row, body=body, attachments=keys, without=ticked(request), alts=form.described
                )
            return HttpResponseRedirect(row.get_absolute_url())
        except ChangedMeanwhile:
            row = get_reply(actor, contribution, part, reply)
            begun = version_of(as_in_form(row))
            meanwhile = differences(as_in_form(row), {"body": body}, {"body": ""})
    here = {"answer": row} if isinstance(row, Answer) else {"comment": row}
    return render(
        request,
        "dialogue/reply/edit.html",
        {
            "contribution": contribution,
            "row": row,
            "part": part,
            "form": form,
            "begun": begun,
            "meanwhile": meanwhile,
            "files": waiting_files(actor, keys),
            "attached": list(Attachment.objects.filter(**here).select_related("file")),
            "shown": shown,
            "back": row.get_absolute_url(),
            "looked_at": looked_at_in(actor, [contribution.community]),
        },
        status=409 if meanwhile else 422 if form.errors else 200,
    )


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, number: int, part: str, reply: int) -> HttpResponse:
    """Ask once, then take it away. A second click finds it gone, as its writer wanted."""
    actor = actor_of(request)
    contribution = get_contribution(actor, number)
    if request.method == "POST" and _is_gone(actor, contribution, part, reply):
        return HttpResponseRedirect(f"{contribution.get_absolute_url()}#{part}")
    row = get_reply(actor, contribution, part, reply)
    rules.delete.require(actor, row)
    if request.method == "POST":
        if isinstance(row, Answer):
            delete_answer(actor=actor, answer=row)
        else:
            delete_comment(actor=actor, comment=row)
        return HttpResponseRedirect(f"{contribution.get_absolute_url()}#{part}")
    return render(
        request,
        "dialogue/curation/delete.html",
        {
            "title": "",
            "words": excerpt(row.body),
            "replies": row.comment_count if isinstance(row, Answer) else 0,
            "back": row.get_absolute_url(),
        },
    )


def _is_gone(actor: Actor, contribution: Contribution, part: str, number: int) -> bool:
    """Whether this reply was deleted, and the actor wrote it or took it away."""
    model: type[Answer] | type[Comment] = Answer if part == "answers" else Comment
    row = model._default_manager.filter(pk=number, contribution=contribution, deleted_at__isnull=False).first()
    return row is not None and (row.is_by(actor.person_id) or row.deleted_by_id == actor.person_id)
