"""The overview of one's own profile and account."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from gilde.core.actor import Actor
from gilde.core.clock import today
from gilde.people.models import Account
from gilde.people.queries.claim import claim_token, others_of
from gilde.people.queries.profile import profile_of


@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Every section with what it says and who sees it, and the ways to the account."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    profile = profile_of(actor, actor.handle) if actor.person_id is not None else None
    if profile is None:
        return redirect("people:arrive")
    person = profile.person
    return render(
        request,
        "people/me/page.html",
        {
            "actor": actor,
            "profile": profile,
            "person": person,
            "today": today(),
            "others": [(other, claim_token(other)) for other in others_of(cast(Account, request.user))],
            "work_situation": capfirst(person.get_work_situation_display()),
        },
    )
