"""What is around somebody: a page of its own, and the part of it that Home asks for after it was shown."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from gilde.attention.feed.queries.around import around as find_around
from gilde.core.actor import Actor


@login_required
@require_safe
def around(request: HttpRequest) -> HttpResponse:
    """People like me, questions I may know, who is new, what was announced; as a fragment for htmx."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None:
        return redirect("people:arrive")
    template = "feed/around/parts.html" if request.headers.get("HX-Request") else "feed/around/page.html"
    response = render(request, template, {"around": find_around(actor), "actor": actor})
    response["Vary"] = "HX-Request"
    return response
