"""The one composer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.idempotency import read_client_id
from gilde.core.rules import Refusal
from gilde.dialogue.actions.contribution import contribute
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.forms.contribution import ContributionForm
from gilde.dialogue.kinds import KIND_FORMS, kind_form
from gilde.dialogue.queries.composer import behaviours_in, places_for


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """What would you like to share? One intent per kind."""
    place = request.GET.get("in", "")
    query = f"?in={place}" if place.isdigit() else ""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    items = [
        {
            "intent": form.intent,
            "hint": form.kind.label,
            "href": reverse("dialogue:new", args=[kind.value]) + query,
            "icon": form.icon,
        }
        for kind, form in KIND_FORMS.items()
        if kind != ContributionKind.ANNOUNCEMENT or places_for(actor, ContributionKind.ANNOUNCEMENT)
    ]
    return render(request, "dialogue/composer/start.html", {"items": items, "places": bool(actor.roles)})


@login_required
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a contribution of one kind; what cannot be placed stays in the form with its reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if kind not in ContributionKind.values:
        raise Http404
    places = places_for(actor, kind)
    asked = request.POST.get("community") or request.GET.get("in", "")
    place = next((p for p in places if str(p.pk) == asked), None)
    behaviours = behaviours_in(actor, [place] if place else places)
    form = ContributionForm(
        request.POST or None, kind=kind, communities=places, behaviours=behaviours,
        initial={"community": place.pk if place else None, "language": request.LANGUAGE_CODE},  # type: ignore[attr-defined]
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        community = Community.objects.readable_by(actor).get(pk=form.cleaned_data["community"])
        try:
            made = contribute(
                actor=actor,
                community=community,
                kind=ContributionKind(kind),
                text=form.text(),
                authors=form.cleaned_data["authors"],
                teller=form.cleaned_data.get("teller"),
                client_id=read_client_id(request.POST.get("client_id")),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            return HttpResponseRedirect(made.get_absolute_url())
    return render(
        request,
        "dialogue/composer/new.html",
        {
            "form": form,
            "kind": kind_form(kind),
            "places": places,
            "place": place or (places[0] if len(places) == 1 else None),
            "given": request.POST.get("client_id"),
        },
        status=422 if form.errors else 200,
    )
