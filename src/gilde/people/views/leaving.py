"""Going away for a while, and going for good."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gilde.core.actor import Actor
from gilde.core.panels import Slot, panels
from gilde.people.actions import leaving as actions
from gilde.people.forms.leaving import EraseForm
from gilde.people.queries.own import own_person
from gilde.people.rules import leaving as rules
from gilde.people.views.proof import proof_needed


@login_required
@require_http_methods(["GET", "HEAD"])
def leave(request: HttpRequest) -> HttpResponse:
    """What leaving means, and both ways to do it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = own_person(actor)
    if person is None:
        return redirect("people:arrive")
    return _page(request, actor, EraseForm(handle=person.handle))


def _page(request: HttpRequest, actor: Actor, form: EraseForm) -> HttpResponse:
    return render(
        request,
        "people/me/leave.html",
        {
            "form": form,
            "actor": actor,
            "why_not": rules.go.reason(actor),
            "panels": panels(Slot.LEAVING, actor, own_person(actor)),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def deactivate(request: HttpRequest) -> HttpResponse:
    """Be away until the next log-in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actions.deactivate(actor=actor)
    logout(request)
    messages.success(request, _("You are taking a break. Log in whenever you want to come back."))
    return redirect("/")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def erase(request: HttpRequest) -> HttpResponse:
    """Go for good: asks to prove again who one is, then to type one's handle."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = own_person(actor)
    if person is None:
        return redirect("people:arrive")
    if request.method != "POST":
        return redirect("people:leave")
    form = EraseForm(request.POST, handle=person.handle)
    if not form.is_valid():
        return _page(request, actor, form)
    proof = proof_needed(request, back="people:leave")
    if proof is not None:
        return proof
    actions.erase(actor=actor, keep_session=request.session)
    logout(request)
    messages.success(
        request, _("Everything about you has been deleted. Thank you for what you shared; it stays readable.")
    )
    return redirect("/")
