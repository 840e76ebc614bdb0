"""What one person contributed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gilde.dialogue.queries.stream import Key, by_author
from gilde.dialogue.views.door import actor_of
from gilde.people.models import Person


@require_safe
def contributions(request: HttpRequest, handle: str) -> HttpResponse:
    """What this person contributed to places the reader may read, newest first."""
    actor = actor_of(request)
    person = Person.objects.visible_to(actor).called(handle).first()
    if person is None:
        raise Http404
    page = by_author(actor, person.pk, after=Key.read(request.GET.get("after", "")))
    return render(request, "dialogue/author/contributions.html", {"person": person, "page": page})
