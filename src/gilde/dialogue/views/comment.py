"""Writing comments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gilde.core.actor import Actor
from gilde.core.idempotency import read_client_id
from gilde.core.rules import Refusal
from gilde.dialogue.actions.comment import add_comment
from gilde.dialogue.actions.text import look
from gilde.dialogue.forms.reply import ReplyForm
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.dialogue.views.again import say_which_reply_stands
from gilde.dialogue.views.attachment import keep_files, waiting_files
from gilde.dialogue.views.contribution import get_contribution, number_in, show
from gilde.dialogue.views.door import actor_of, for_people
from gilde.dialogue.views.kept import keeps_words


@for_people
@keeps_words("c")
@require_POST
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Add a comment; what cannot be placed stays in the form with its reason."""
    actor = actor_of(request)
    contribution = get_contribution(actor, number)
    form = ReplyForm(request.POST)
    answer = quotes = None
    answer_id = number_in(request.POST.get("answer", ""))
    if answer_id:
        answer = _answer(actor, contribution, answer_id)
    if quotes_id := number_in(request.POST.get("quotes", "")):
        quotes = Comment.objects.visible_to(actor).filter(pk=quotes_id, contribution=contribution).first()
    keys = keep_files(request, actor, form)
    files = waiting_files(actor, keys)
    if answer_id and answer is None:
        # Taken away since the page was opened, and its form with it: the words stand in the one about the whole. Any
        # other number is answered the same way, so it teaches nothing.
        form.add_error("body", _("This answer was deleted in the meantime."))
        return show(request, contribution, reply=form, reply_at="comment", files=files, status=422)
    if not form.is_valid():
        return show(request, contribution, reply=form, files=files, status=422)
    if "preview" in request.POST:
        shown = look(form.cleaned_data["body"], actor=actor)
        return show(request, contribution, reply=form, files=files, reply_shown=shown)
    try:
        made = add_comment(
            actor=actor,
            contribution=contribution,
            body=form.cleaned_data["body"],
            answer=answer,
            quotes=quotes,
            attachments=keys,
            client_id=read_client_id(request.POST.get("client_id")),
        )
    except Refusal as refusal:
        form.add_error("body", refusal.reason)
        at = "comment" if answer_id and _answer(actor, contribution, answer_id) is None else ""
        return show(request, contribution, reply=form, reply_at=at, files=files, status=403)
    say_which_reply_stands(request, made, sent=form.cleaned_data["body"])
    made.contribution = contribution
    return HttpResponseRedirect(made.get_absolute_url())


def _answer(actor: Actor, contribution: Contribution, number: int) -> Answer | None:
    return Answer.objects.visible_to(actor).filter(pk=number, contribution=contribution).first()
