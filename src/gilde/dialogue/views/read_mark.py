"""Marking as read: a small request after the page, so that reading itself writes nothing."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gilde.dialogue.actions.read_mark import mark_all_read, mark_read
from gilde.dialogue.models import Contribution
from gilde.dialogue.views.contribution import get_contribution, number_in
from gilde.dialogue.views.door import actor_of, for_people


@for_people
@require_POST
def read(request: HttpRequest, number: int) -> HttpResponse:
    """I have read this contribution up to ``at``, the last activity that the page showed."""
    actor = actor_of(request)
    mark_read(actor=actor, contribution=get_contribution(actor, number), until=_moment(request))
    return HttpResponse(status=204)


@for_people
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything in my communities, or in the one of ``in``, counts as read up to ``at``."""
    actor = actor_of(request)
    chosen = number_in(request.POST.get("in", ""))
    mark_all_read(actor=actor, communities=[chosen] if chosen else list(actor.roles), until=_moment(request))
    if not chosen:
        for contribution in Contribution.objects.visible_to(actor).filter(pk__in=list(actor.guest_in)):
            mark_read(actor=actor, contribution=contribution, until=_moment(request))
    messages.success(request, _("Everything is marked as read."))
    return HttpResponseRedirect(f"/?in={chosen}" if chosen else "/")


def _moment(request: HttpRequest) -> datetime | None:
    """The moment the page was made, when the request names one that can be read."""
    try:
        at = parse_datetime(request.POST.get("at", ""))
    except ValueError:
        return None
    return at if at is not None and is_aware(at) else None
