"""The first page after signing up, and the way back for who was away."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gilde.core.files.store import UnusableFile
from gilde.core.rules import Refusal
from gilde.people.actions.leaving import reactivate
from gilde.people.actions.person import join
from gilde.people.actions.photo import change_photo
from gilde.people.adapter import CLAIM_KEY
from gilde.people.enums import PersonState
from gilde.people.forms.arrival import ArrivalForm
from gilde.people.models import Account
from gilde.people.queries.actor import actor_for
from gilde.people.queries.claim import person_behind, placeholder_for
from gilde.people.queries.own import person_of
from gilde.people.views.photo import keep_portrait


def onward(request: HttpRequest) -> str:
    """Where somebody was going before they had to introduce themselves."""
    to = request.POST.get("next") or request.GET.get("next") or ""
    if to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None):
        return to
    return reverse("people:me")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request: HttpRequest) -> HttpResponse:
    """Name, handle and photo of a new person; who was invited or imported takes over what waits for them."""
    account = cast(Account, request.user)
    person = person_of(account)
    if person is not None and person.state == PersonState.ACTIVE:
        return HttpResponseRedirect(onward(request))
    if person is not None:
        return render(request, "people/arrival/back.html", {"person": person, "next": onward(request)})
    claimed = person_behind(request.session.get(CLAIM_KEY, ""))
    placeholder = claimed or placeholder_for(account)
    if request.method == "POST":
        form = ArrivalForm(request.POST, request.FILES, placeholder=placeholder)
        if form.is_valid():
            try:
                person = join(
                    account=account,
                    name=form.cleaned_data["name"],
                    handle=form.cleaned_data["handle"],
                    claiming=claimed,
                )
            except Refusal as refusal:
                form.add_error("handle" if form.cleaned_data["handle"] else None, refusal.reason)
            else:
                request.session.pop(CLAIM_KEY, None)
                return _settle(request, form, account)
    else:
        form = ArrivalForm(
            initial={"name": placeholder.name, "handle": placeholder.handle} if placeholder else {},
            placeholder=placeholder,
        )
    return render(
        request,
        "people/arrival/page.html",
        {"form": form, "placeholder": placeholder, "next": onward(request)},
        status=422 if form.errors else 200,
    )


def _settle(request: HttpRequest, form: ArrivalForm, account: Account) -> HttpResponse:
    """The photo comes after the person, because a file has an owner; when it cannot be used the rest still stands."""
    person = person_of(account)
    if person is not None and form.cleaned_data.get("photo"):
        actor = actor_for(person, account)
        try:
            change_photo(actor=actor, file=keep_portrait(request, form, actor))
        except UnusableFile as error:
            messages.warning(
                request, _("Welcome. We could not add your photo: %(reason)s") % {"reason": error.sentence}
            )
            return redirect("people:photo")
    to = onward(request)
    if to == reverse("people:me"):
        messages.success(request, _("Welcome. This is your profile; others see what you choose to show."))
    return HttpResponseRedirect(to)


@login_required
@require_POST
def come_back(request: HttpRequest) -> HttpResponse:
    """Take up one's place again."""
    reactivate(account=cast(Account, request.user))
    messages.success(request, _("Good to have you back."))
    return HttpResponseRedirect(onward(request))
