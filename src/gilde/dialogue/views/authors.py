"""Taking one's name off what somebody named one beside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gilde.dialogue.actions.authors import take_name_off
from gilde.dialogue.models import Contribution
from gilde.dialogue.views.contribution import get_contribution
from gilde.dialogue.views.door import actor_of, for_people


@for_people
@require_POST
def name_off(request: HttpRequest, number: int) -> HttpResponse:
    """Only for who stands beside it. Where it could be read only by who made it, they go home."""
    actor = actor_of(request)
    row = get_contribution(actor, number)
    take_name_off(actor=actor, contribution=row)
    messages.success(request, _("Your name no longer stands with “%(title)s”.") % {"title": row.title})
    readable = Contribution.objects.visible_to(actor).filter(pk=row.pk).exists()
    return redirect(row if readable else "/")
