"""Ties to organisations: a list, and a form for each."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gilde.core.actor import Actor
from gilde.core.clock import today
from gilde.core.idempotency import read_client_id
from gilde.people.actions import affiliation as actions
from gilde.people.actions.profile import change_audience
from gilde.people.enums import Section
from gilde.people.forms.affiliation import AffiliationChangeForm, AffiliationForm
from gilde.people.forms.audience import AudienceForm
from gilde.people.models import Affiliation
from gilde.people.queries.own import own_affiliation, own_person


def _own(actor: Actor, pk: int) -> Affiliation:
    row = own_affiliation(actor, pk)
    if row is None:
        raise Http404
    return row


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def affiliations(request: HttpRequest) -> HttpResponse:
    """One's own ties with a form for a new one; ``audience`` in a POST changes who sees them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = own_person(actor)
    if person is None:
        return redirect("people:arrive")
    form = AffiliationForm()
    audience = AudienceForm(initial={"audience": person.audience_affiliations})
    if request.method == "POST" and "audience" in request.POST:
        audience = AudienceForm(request.POST)
        if audience.is_valid():
            change_audience(actor=actor, section=Section.AFFILIATIONS, audience=audience.cleaned_data["audience"])
            messages.success(request, _("Saved."))
            return redirect("people:affiliations")
    elif request.method == "POST":
        form = AffiliationForm(request.POST)
        if form.is_valid():
            actions.add(actor=actor, client_id=read_client_id(request.POST.get("client_id")), **form.cleaned_data)
            messages.success(request, _("Added."))
            return redirect("people:affiliations")
    return render(
        request,
        "people/profile/affiliations.html",
        {
            "person": person,
            "rows": list(person.affiliations.select_related("organisation")),
            "today": today(),
            "form": form,
            "audience": audience,
            "given": request.POST.get("client_id", ""),
            "why_not_add": "",
        },
        status=422 if form.errors or audience.errors else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def affiliation(request: HttpRequest, number: int) -> HttpResponse:
    """Another title or other dates for one tie."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _own(actor, number)
    if request.method == "POST":
        form = AffiliationChangeForm(request.POST)
        if form.is_valid():
            actions.change(actor=actor, affiliation=row, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("people:affiliations")
    else:
        form = AffiliationChangeForm(
            initial={"title": row.title, "started_on": row.started_on, "ended_on": row.ended_on}
        )
    return render(
        request, "people/profile/affiliation.html", {"form": form, "row": row}, status=422 if form.errors else 200
    )


@login_required
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take one tie off the profile."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = own_affiliation(actor, number)
    if row is not None:
        actions.remove(actor=actor, affiliation=row)
    messages.success(request, _("Removed."))
    return redirect(reverse("people:affiliations"))
