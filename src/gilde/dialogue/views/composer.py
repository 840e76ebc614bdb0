"""The one composer, for something new."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gilde.communities.models import Community
from gilde.communities.rules.capability import restricted
from gilde.core.actor import EVERYWHERE, Actor
from gilde.core.idempotency import read_client_id
from gilde.core.panels import Composing, Slot, panels
from gilde.core.rules import Refusal
from gilde.dialogue.actions.authors import NotNamed
from gilde.dialogue.actions.contribution import contribute
from gilde.dialogue.actions.draft import drop_draft
from gilde.dialogue.actions.text import look
from gilde.dialogue.enums import ContributionKind, Part
from gilde.dialogue.forms.contribution import ContributionForm
from gilde.dialogue.kinds import KIND_FORMS, kind_form
from gilde.dialogue.models import Draft
from gilde.dialogue.queries.composer import behaviours_in, places_for, receivers, ways
from gilde.dialogue.queries.draft import draft_at
from gilde.dialogue.queries.hold import looked_at_in
from gilde.dialogue.views.again import say_what_stands
from gilde.dialogue.views.attachment import keep_files, waiting_files


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What would you like to share? One intent per kind."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = request.GET.get("in", "")
    query = f"?in={asked}" if asked.isascii() and asked.isdigit() else ""
    may_announce = bool(places_for(actor, ContributionKind.ANNOUNCEMENT))
    items = [
        {
            "intent": form.intent,
            "hint": form.promise,
            "href": reverse("dialogue:new", args=[kind.value]) + query,
            "icon": form.icon,
        }
        for kind, form in KIND_FORMS.items()
        if kind != ContributionKind.ANNOUNCEMENT or may_announce
    ]
    return render(
        request,
        "dialogue/composer/start.html",
        {
            "items": items,
            "places": bool(actor.roles),
            "findable": bool(actor.roles) or Community.objects.visible_to(actor).exists(),
            "drafts": Draft.objects.filter(person_id=actor.person_id or 0).exists(),
        },
    )


def _kept_from(actor: Actor, asked: str, *, alone: bool) -> str:
    """What was decided that keeps the actor from writing where they want to, or, when ``alone``, anywhere; no query."""
    wanted = [pk for pk in actor.restricted if alone or pk == EVERYWHERE or str(pk) == asked]
    return next((reason for pk in wanted if (reason := restricted.reason(actor, pk))), "")


@login_required
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a contribution of one kind; what cannot be placed stays in the form with its reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if kind not in ContributionKind.values:
        raise Http404
    places = places_for(actor, kind)
    sending = request.method == "POST"
    draft_place = f"new:{kind}"
    draft = None if sending else draft_at(actor, draft_place)
    kept: dict[str, Any] = draft.data if draft else {}
    asked = (request.POST if sending else request.GET).get("community" if sending else "in", "") or kept.get(
        "community"
    )
    title = request.GET.get("title", "").replace("\0", "").strip()[:200]  # what somebody looked for and did not find
    place = next((p for p in places if str(p.pk) == str(asked)), places[0] if len(places) == 1 else None)
    form = ContributionForm(
        request.POST if sending else None,
        kind=kind,
        communities=places,
        chosen=place is not None,
        behaviours=behaviours_in(actor, places),
        initial={"language": request.LANGUAGE_CODE, "title": title, **kept, "community": place.pk if place else None},  # type: ignore[attr-defined]
    )
    keys: list[str] = []
    shown = ""
    if sending:
        keys = keep_files(request, actor, form)
        if request.POST.get("preview"):
            shown = look(*form.typed(), actor=actor)
        elif form.is_valid():
            community = Community.objects.visible_to(actor).get(pk=form.cleaned_data["community"])
            try:
                made = contribute(
                    actor=actor,
                    community=community,
                    kind=ContributionKind(kind),
                    text=form.text(keys),
                    authors=form.cleaned_data["authors"],
                    teller=form.cleaned_data.get("teller"),
                    audience=form.cleaned_data["audience"],
                    unnamed=form.cleaned_data.get("unnamed", False),
                    client_id=read_client_id(request.POST.get("client_id")),
                )
            except NotNamed as refusal:
                form.add_error("teller" if refusal.part == Part.TELLER else "authors", refusal.reason)
            except Refusal as refusal:
                form.add_error(None, refusal.reason)
            else:
                drop_draft(actor=actor, place=draft_place)
                words = form.text()
                say_what_stands(
                    request,
                    sent=(words.title, words.body, words.fields),
                    stands=(made.title, made.body, made.fields),
                )
                return HttpResponseRedirect(made.get_absolute_url())
    # Another place is no answer to the one that was asked for.
    is_there = place is not None and (not asked or str(place.pk) == str(asked))
    why_not = "" if is_there else _kept_from(actor, str(asked or ""), alone=not places)
    if sending and why_not:
        form.add_error(None, why_not)
    return render(
        request,
        "dialogue/composer/new.html",
        {
            "why_not": why_not,
            "form": form,
            "kind": kind_form(kind),
            "places": places,
            "place": place,
            "given": request.POST.get("client_id"),
            "draft_place": draft_place,
            "files": waiting_files(actor, keys),
            "shown": shown,
            "draft": draft,
            "receivers": receivers(actor, places, kind),
            "ways": ways(actor, places, kind),
            "looked_at": looked_at_in(actor, places),
            "panels": panels(Slot.COMPOSER, actor, Composing(kind, str(form["title"].value() or ""))),
        },
        status=422 if sending and form.errors and not shown else 200,
    )
