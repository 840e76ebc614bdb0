"""What I keep for later."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gilde.dialogue.actions.saved import drop, save
from gilde.dialogue.queries.saved import saved_by
from gilde.dialogue.views.contribution import get_contribution, number_in
from gilde.dialogue.views.door import actor_of, for_people


@for_people
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """My list, last kept first. Nobody else sees it."""
    page = saved_by(actor_of(request), after=number_in(request.GET.get("after", "")) or None)
    return render(request, "dialogue/saved/list.html", {"page": page})


@for_people
@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keep a contribution (``on=1``) or let it go (``on=0``)."""
    actor = actor_of(request)
    contribution = get_contribution(actor, number)
    if request.POST.get("on") == "0":
        drop(actor=actor, contribution=contribution)
        messages.success(request, _("It is off your list."))
    else:
        save(actor=actor, contribution=contribution)
        messages.success(request, _("Saved. You find it back in your own menu, under “Saved for later”."))
    return HttpResponseRedirect(contribution.get_absolute_url())
