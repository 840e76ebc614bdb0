"""Putting one's name to what one shared without it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gilde.dialogue.actions.unnamed import put_name
from gilde.dialogue.views.contribution import get_contribution
from gilde.dialogue.views.door import actor_of, for_people


@for_people
@require_POST
def name(request: HttpRequest, number: int) -> HttpResponse:
    """Only for who shared it."""
    actor = actor_of(request)
    row = put_name(actor=actor, contribution=get_contribution(actor, number))
    messages.success(request, _("Your name stands with it now."))
    return redirect(row)
