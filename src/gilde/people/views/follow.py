"""Follow and unfollow."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gilde.core.actor import Actor
from gilde.people.actions import follow as actions
from gilde.people.views.person import get_person


@login_required
@require_POST
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Follow, or with ``stop`` unfollow; htmx gets the button in its new state."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = get_person(actor, handle)
    stop = bool(request.POST.get("stop"))
    if stop:
        actions.unfollow(actor=actor, person=person)
    else:
        actions.follow(actor=actor, person=person)
    if getattr(request, "htmx", False):
        return render(request, "people/person/follow.html", {"person": person, "is_followed": not stop, "reason": ""})
    return redirect(person)
