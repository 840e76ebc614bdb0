"""Answering, and saying which answer helped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from gilde.core.idempotency import read_client_id
from gilde.core.rules import Refusal
from gilde.dialogue.actions.answer import accept as accept_answer
from gilde.dialogue.actions.answer import add_answer, take_back
from gilde.dialogue.actions.text import look
from gilde.dialogue.forms.reply import ReplyForm
from gilde.dialogue.models import Answer
from gilde.dialogue.views.again import say_which_reply_stands
from gilde.dialogue.views.appreciation import get_reply
from gilde.dialogue.views.attachment import keep_files, waiting_files
from gilde.dialogue.views.contribution import get_contribution, show
from gilde.dialogue.views.door import actor_of, for_people
from gilde.dialogue.views.kept import keeps_words


@for_people
@keeps_words("a")
@require_POST
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a question; what cannot be placed stays in the form with its reason."""
    actor = actor_of(request)
    question = get_contribution(actor, number)
    form = ReplyForm(request.POST)
    keys = keep_files(request, actor, form)
    files = waiting_files(actor, keys)
    if not form.is_valid():
        return show(request, question, reply=form, files=files, status=422)
    if "preview" in request.POST:
        shown = look(form.cleaned_data["body"], actor=actor)
        return show(request, question, reply=form, files=files, reply_shown=shown)
    try:
        made = add_answer(
            actor=actor,
            contribution=question,
            body=form.cleaned_data["body"],
            attachments=keys,
            client_id=read_client_id(request.POST.get("client_id")),
        )
    except Refusal as refusal:
        form.add_error("body", refusal.reason)
        return show(request, question, reply=form, files=files, status=403)
    say_which_reply_stands(request, made, sent=form.cleaned_data["body"])
    made.contribution = question
    return HttpResponseRedirect(made.get_absolute_url())


@for_people
@require_POST
def accept(request: HttpRequest, number: int, reply: int) -> HttpResponse:
    """Say that an answer helped (``on=1``), or that it is not the one after all (``on=0``)."""
    actor = actor_of(request)
    row = get_reply(actor, get_contribution(actor, number), "answers", reply)
    assert isinstance(row, Answer)
    (take_back if request.POST.get("on") == "0" else accept_answer)(actor=actor, answer=row)
    return HttpResponseRedirect(row.get_absolute_url())
