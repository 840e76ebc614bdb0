"""Choosing how loudly to hear of a contribution, a community or a person."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gilde.attention.notifications.actions.level import choose
from gilde.attention.notifications.enums import Level, Subject
from gilde.attention.notifications.panels import level_context
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.dialogue.models import Contribution
from gilde.dialogue.views.door import actor_of, for_people
from gilde.people.models import Person


def _visible(actor: Actor, subject: Subject) -> QuerySet[Contribution] | QuerySet[Community] | QuerySet[Person]:
    if subject == Subject.CONTRIBUTION:
        return Contribution.objects.visible_to(actor)
    return Community.objects.visible_to(actor) if subject == Subject.COMMUNITY else Person.objects.visible_to(actor)


@for_people
@require_POST
def level(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Keep the choice; htmx gets the choices anew, others the page of the thing."""
    chosen = request.POST.get("level", "")
    if subject not in Subject.values or number >= 2**63:
        raise Http404
    kind, actor = Subject(subject), actor_of(request)
    row = _visible(actor, kind).filter(pk=number).first()
    if row is None:
        raise Http404
    if chosen not in Level.values:
        raise BadRequest
    choose(actor=actor, subject=kind, number=number, level=Level(chosen))
    if request.htmx:  # type: ignore[attr-defined]
        context = level_context(kind, number, Level(chosen))
        return render(request, "notifications/level/choices.html", {"context": context})
    return HttpResponseRedirect(row.get_absolute_url())
