"""The bell: what concerns me, each line to its exact place."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gilde.attention.notifications.actions.notice import look
from gilde.attention.notifications.queries.bell import bell
from gilde.attention.notifications.sentences import sentence
from gilde.core.actor import Actor
from gilde.dialogue.views.door import actor_of, for_people


@for_people
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """All lines, the newest first."""
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    page = bell(actor_of(request), after=number)
    # What is read in its own place is marked there; the rest is read by having been shown.
    seen = [notice for line in page.lines if line.unread and not line.in_contribution for notice in line.notices]
    return render(
        request,
        "notifications/bell/page.html",
        {
            "lines": [(line, sentence(line)) for line in page.lines],
            "unread": any(line.unread for line in page.lines),
            "seen": urlencode({"notice": seen}, doseq=True),
            "after": page.after,
        },
    )


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """The bell of the frame, asked for when a stream says that it changed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None:
        return HttpResponse(status=204)
    return render(request, "notifications/bell/sign.html")


@for_people
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark lines as read: those named, else all."""
    named = [*request.POST.getlist("notice"), *request.GET.getlist("notice")]
    numbers = [int(text) for text in named if text.isascii() and text.isdigit() and len(text) < 19][:300]
    if named and not numbers:
        raise Http404
    look(actor=actor_of(request), notices=numbers or None)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    return HttpResponseRedirect(reverse("notifications:bell"))
