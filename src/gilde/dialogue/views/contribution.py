"""The page of one contribution."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from gilde.core.actor import Actor
from gilde.core.ids import slug
from gilde.dialogue.forms.reply import ReplyForm
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.page import contribution_for, contribution_page
from gilde.dialogue.queries.stream import KIND_MARKS
from gilde.dialogue.rules import contribution as rules


def get_contribution(actor: Actor, number: int) -> Contribution:
    """The contribution that ``actor`` may read.

    Raises:
        Http404: for a stranger exactly as for a number that does not exist.
    """
    found = contribution_for(actor, number)
    if found is None:
        raise Http404
    return found


def number_in(text: str) -> int:
    """A positive number from the address, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def page(request: HttpRequest, number: int, words: str) -> HttpResponse:
    """Show it; an old or shortened title redirects to the permanent address."""
    contribution = get_contribution(request.actor, number)  # type: ignore[attr-defined]
    if words != slug(contribution.title):
        query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
        return HttpResponsePermanentRedirect(contribution.get_absolute_url() + query)
    return show(request, contribution)


def show(
    request: HttpRequest, contribution: Contribution, *, reply: ReplyForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, with a reply that could not be placed when there is one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at = request.GET.get("at", "")
    after = number_in(request.GET.get("after", ""))
    if at.startswith("c") and number_in(at[1:]):
        after = number_in(at[1:]) - 1
    data = contribution_page(
        actor, contribution, after=after, answers_after=number_in(request.GET.get("answers_after", ""))
    )
    return render(
        request,
        "dialogue/contribution/page.html",
        {
            "page": data,
            "contribution": contribution,
            "community": contribution.community,
            "kind": KIND_MARKS[contribution.kind],
            "actor": actor,
            "reply": reply or ReplyForm(),
            "why_not_comment": rules.comment.reason(actor, contribution),
        },
        status=status,
    )
