"""Taking over a profile that was made by an invitation or an import."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gilde.core.actor import Actor
from gilde.core.arrival import INVITED_KEY
from gilde.core.views.faults import Fault, fault_response
from gilde.people.actions.merging import merge
from gilde.people.actions.person import offer_claim
from gilde.people.adapter import CLAIM_KEY
from gilde.people.models import Account
from gilde.people.queries.own import person_of
from gilde.people.rules import person as rules
from gilde.people.rules.claim import person_behind
from gilde.people.views.person import get_person


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """“Is this you?”; yes leads by signing up or logging in to a name of one's own, and makes the profile part of the
    one that somebody has."""
    person = person_behind(token)
    if person is None:
        # The same for one that never was, one of too long ago and one that was used: a link says nothing of a profile.
        return fault_response(
            request,
            Fault(
                404,
                _("This door is closed"),
                _("This link does not work (any more). Ask the person who gave it to you for a new one."),
            ),
        )
    why_not, own = "", None
    if request.user.is_authenticated:
        own = person_of(request.user)
        why_not = rules.merge.reason(own, person) if own else rules.claim.reason(request.user, person)
    if request.method == "POST" and own is not None and not why_not:
        own = merge(account=cast(Account, request.user), placeholder=person)
        messages.success(
            request,
            _("%(name)s is now part of you: everything shared under that name is yours.") % {"name": person.name},
        )
        return redirect(own)
    if request.method == "POST" and not why_not:
        request.session[CLAIM_KEY] = token
        request.session[INVITED_KEY] = True
        if request.user.is_authenticated:
            return redirect("people:arrive")
        return redirect("account_login" if request.POST.get("known") else "account_signup")
    response = render(
        request, "people/claim/page.html", {"person": person, "token": token, "why_not": why_not, "own": own}
    )
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def offer(request: HttpRequest, handle: str) -> HttpResponse:
    """Make the link with which somebody claims this placeholder, to be handed over by who asked for it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = get_person(actor, handle)
    token = offer_claim(actor=actor, person=person)
    link = settings.SITE_URL + reverse("people:claim", args=[token])
    response = render(request, "people/claim/link.html", {"person": person, "link": link})
    response["Cache-Control"] = "no-store"
    return response
