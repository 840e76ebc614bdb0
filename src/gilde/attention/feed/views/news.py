"""How much came into my communities while Home is open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gilde.attention.feed.queries.news import count_news
from gilde.attention.feed.views.stream import communities_of, kind_of
from gilde.dialogue.views.door import actor_of
from gilde.dialogue.views.fresh import since_of


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The pill on Home, or nothing: what is new after ``since`` in what that page shows. A visitor has none."""
    actor = actor_of(request)
    if actor.person_id is None:
        return HttpResponse(status=204)
    since, kind = since_of(request), kind_of(request)
    communities, chosen = communities_of(request, actor)
    count = count_news(actor, communities, since, kind=kind, guest_in=() if chosen else actor.guest_in)
    return render(request, "feed/home/news.html", {"since": since, "count": count, "chosen": chosen, "kind": kind})
