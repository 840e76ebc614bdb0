"""Links on one's profile, with what was found behind them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gilde.core.actor import Actor
from gilde.people.actions import link as actions
from gilde.people.actions.profile import change_audience
from gilde.people.enums import Section
from gilde.people.forms.audience import AudienceForm
from gilde.people.forms.link import LinkForm
from gilde.people.queries.own import own_link, own_person
from gilde.people.queries.rel_me import addresses_of
from gilde.people.tasks import prove_link


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """One's own links with a form for a new one; ``audience`` in a POST changes who sees them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = own_person(actor)
    if person is None:
        return redirect("people:arrive")
    form = LinkForm()
    audience = AudienceForm(initial={"audience": person.audience_links})
    if request.method == "POST" and "audience" in request.POST:
        audience = AudienceForm(request.POST)
        if audience.is_valid():
            change_audience(actor=actor, section=Section.LINKS, audience=audience.cleaned_data["audience"])
            messages.success(request, _("Saved."))
            return redirect("people:links")
    elif request.method == "POST":
        form = LinkForm(request.POST)
        if form.is_valid():
            actions.add(actor=actor, **form.cleaned_data)
            messages.success(
                request, _("Added. We are checking whether that page links back to you. It takes a moment.")
            )
            return redirect("people:links")
    return render(
        request,
        "people/profile/links.html",
        {
            "person": person,
            "rows": list(person.links.all()),
            "form": form,
            "audience": audience,
            "address": addresses_of(person)[0],
        },
        status=422 if form.errors or audience.errors else 200,
    )


@login_required
@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Look again whether the page behind a link links back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = own_link(actor, number)
    if row is not None:
        prove_link.enqueue(row.pk)
        messages.info(request, _("We are checking that page. Reload this one in a moment."))
    return redirect("people:links")


@login_required
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a link away."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = own_link(actor, number)
    if row is not None:
        actions.remove(actor=actor, link=row)
    messages.success(request, _("Removed."))
    return redirect("people:links")
