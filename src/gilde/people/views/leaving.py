"""Going away for a while, and going for good."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gilde.core.actor import Actor
from gilde.core.panels import Slot, panels
from gilde.people.actions import leaving as actions
from gilde.people.actions.erasure import ask_erasure
from gilde.people.forms.leaving import EraseForm
from gilde.people.queries.erasure import erasure_behind, was_ours
from gilde.people.queries.own import own_person
from gilde.people.rules import leaving as rules
from gilde.people.views.proof import proof_needed
from gilde.ui.times import day


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
            "days": settings.ERASURE_DAYS,
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
    """Ask to go for good: takes one's handle, typed, and proof of who one is."""
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
    row = ask_erasure(actor=actor)
    logout(request)
    messages.success(
        request,
        _("Nobody finds you here any more. On %(day)s everything about you is deleted; we mailed you how to undo it.")
        % {"day": day(row.erase_at)},
    )
    return redirect("/")


@require_http_methods(["GET", "HEAD", "POST"])
def stay(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail: undo having asked to be erased, without logging in.

    Reading the page changes nothing, because programs that look at mail open every link in it.
    """
    row = erasure_behind(token)
    if row is None and was_ours(token):  # pressed a second time, or after its day
        return render(request, "people/arrival/stay.html", {"erasure": None}, status=404)
    if row is None:
        raise Http404
    if request.method == "POST":
        account = row.person.account
        assert account is not None  # erasure_behind looked
        actions.reactivate(account=account)
        messages.success(request, _("Good that you stay. Everything is as it was; log in whenever you like."))
        return redirect("/")
    response = render(request, "people/arrival/stay.html", {"erasure": row, "token": token})
    response["Cache-Control"] = "no-store"
    return response
