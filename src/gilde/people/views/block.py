"""Blocking somebody, and whom one blocked."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gilde.core.actor import Actor
from gilde.people.actions import block as actions
from gilde.people.models import Block, Person
from gilde.people.queries.block import blocked_by
from gilde.people.rules import block as rules
from gilde.people.views.person import get_person


def _somebody(actor: Actor, handle: str) -> Person:
    """Whom ``actor`` may see, or blocked when they still could."""
    blocked = Block.objects.visible_to(actor).filter(blocked__handle=handle.lower()).select_related("blocked").first()
    return blocked.blocked if blocked is not None else get_person(actor, handle)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, handle: str) -> HttpResponse:
    """What blocking and muting do, and the button; with ``stop`` it is undone."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = _somebody(actor, handle)
    if person.pk == actor.person_id:
        raise Http404
    if request.method != "POST":
        return render(
            request,
            "people/block/page.html",
            {"person": person, "is_blocked": person.pk in actor.blocks, "refusal": rules.block.reason(actor, person)},
        )
    if request.POST.get("stop"):
        actions.unblock(actor=actor, person=person)
        messages.success(request, _("%(name)s is not blocked any more.") % {"name": person.name})
        return redirect("people:blocked" if request.POST.get("from") == "list" else person)
    actions.block(actor=actor, person=person)
    messages.success(request, _("You blocked %(name)s. They are not told.") % {"name": person.name})
    return redirect("people:blocked")


@login_required
@require_safe
def blocked(request: HttpRequest) -> HttpResponse:
    """Whom one blocked, each with the way back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return render(request, "people/block/list.html", {"blocks": blocked_by(actor)})
