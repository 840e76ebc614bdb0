"""The teller decides about a story that somebody else wrote down."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gilde.core.actor import Actor
from gilde.core.forms import clean_line
from gilde.dialogue.actions.story import approve, return_to_scribe
from gilde.dialogue.enums import State
from gilde.dialogue.views.contribution import get_contribution
from gilde.dialogue.views.withheld import withheld_words


@login_required
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Show my story, or ask the scribe for a change."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    contribution = get_contribution(actor, number)
    if request.POST.get("approve"):
        told = approve(actor=actor, contribution=contribution)
        if told.state == State.HELD:
            messages.info(request, withheld_words(told.state, is_mine=True))
        else:
            messages.success(request, _("Others can read your story now."))
    else:
        note = clean_line(request.POST.get("note", "").replace("\x00", ""))
        return_to_scribe(actor=actor, contribution=contribution, note=note)
        messages.success(request, _("The person who wrote it down will see your note."))
    return HttpResponseRedirect(contribution.get_absolute_url())
