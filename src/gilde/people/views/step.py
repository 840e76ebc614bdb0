"""From one first step to the next, for the pages of every room that asks one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from gilde.core.actor import Actor
from gilde.core.arrival import ONWARD_KEY
from gilde.people.actions.arrival import look_around
from gilde.people.queries.arrival import way_in


def home() -> str:
    """Where everybody begins."""
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def local(to: str) -> str:
    """``to`` when it is an address of ours, else nothing."""
    return to if to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None) else ""


def onward(request: HttpRequest) -> str:
    """Where somebody was going before they had to introduce themselves; empty when nowhere."""
    return local(request.POST.get("next") or request.GET.get("next") or "")


def next_step(request: HttpRequest, actor: Actor) -> HttpResponse:
    """To the next open step, or, when there is none, to where they were going or home; after a POST only."""
    if request.session.get(ONWARD_KEY) == request.path:
        del request.session[ONWARD_KEY]  # they are there
    address = way_in(actor, request.session).next
    if not address:
        look_around(actor=actor)
    return HttpResponseRedirect(address or local(str(request.session.pop(ONWARD_KEY, ""))) or home())
