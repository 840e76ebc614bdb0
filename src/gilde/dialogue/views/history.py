"""What a text was before each edit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.dialogue.queries.history import history
from gilde.dialogue.views.appreciation import get_reply
from gilde.dialogue.views.contribution import get_contribution, number_in
from gilde.dialogue.views.door import actor_of


@require_safe
def contribution(request: HttpRequest, number: int) -> HttpResponse:
    """The versions of a contribution, for whoever may read it."""
    return _page(request, get_contribution(actor_of(request), number))


@require_safe
def reply(request: HttpRequest, number: int, part: str, reply: int) -> HttpResponse:
    """The versions of an answer or a comment, for whoever may read it."""
    actor = actor_of(request)
    return _page(request, get_reply(actor, get_contribution(actor, number), part, reply))


def _page(request: HttpRequest, target: Contribution | Answer | Comment) -> HttpResponse:
    whole = target if isinstance(target, Contribution) else target.contribution
    return render(
        request,
        "dialogue/history/page.html",
        {
            "title": whole.title,
            "language": whole.language if target is whole else None,  # a reply does not say what it is written in
            "back": target.get_absolute_url(),
            "history": history(actor_of(request), target, upto=number_in(request.GET.get("upto", "")) or None),
        },
    )
