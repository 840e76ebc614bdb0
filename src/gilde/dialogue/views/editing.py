"""The one composer, for changing what is there."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.rules import Refusal
from gilde.dialogue.actions.audience import change_audience
from gilde.dialogue.actions.authors import NotNamed
from gilde.dialogue.actions.contribution import edit as change
from gilde.dialogue.actions.draft import drop_draft
from gilde.dialogue.actions.meanwhile import ChangedMeanwhile, require_begun_with
from gilde.dialogue.actions.text import look
from gilde.dialogue.forms.contribution import ContributionForm
from gilde.dialogue.forms.edited import beside, words_in
from gilde.dialogue.kinds import kind_form
from gilde.dialogue.models import Attachment, Contribution
from gilde.dialogue.queries.composer import behaviours_in
from gilde.dialogue.queries.draft import draft_at
from gilde.dialogue.queries.history import Part
from gilde.dialogue.queries.hold import looked_at_in
from gilde.dialogue.queries.standing import approved_by
from gilde.dialogue.queries.version import as_in_form, version_of
from gilde.dialogue.rules import contribution as rules
from gilde.dialogue.rules.authors import change_names
from gilde.dialogue.views.attachment import keep_files, ticked, waiting_files
from gilde.dialogue.views.contribution import get_contribution
from gilde.dialogue.views.kept import keeps_words

BEGUN: Final = "begun"  # the field with the version an edit began with


@transaction.atomic
def _change(
    actor: Actor,
    contribution: Contribution,
    form: ContributionForm,
    keys: list[str],
    without: Collection[int],
    begun: str,
) -> None:
    """The text, and how far it goes; stricter first, so that no new word is seen by who may not read it."""
    require_begun_with(contribution, begun, {**as_in_form(contribution), **words_in(form)})
    audience = form.cleaned_data["audience"]
    if audience is not None and audience != contribution.audience:
        change_audience(actor=actor, contribution=contribution, audience=Audience(audience))
    change(
        actor=actor,
        contribution=contribution,
        text=form.text(keys),
        authors=form.named,
        without=without,
        alts=form.described,
    )


@login_required
@keeps_words("e")
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change a contribution; what it was stays in its history."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    contribution: Contribution = get_contribution(actor, number)
    rules.edit.require(actor, contribution)
    sending = request.method == "POST"
    draft_place = f"e:{number}"
    stored = as_in_form(contribution)
    begun = version_of(stored)
    draft = None if sending else draft_at(actor, draft_place)
    told = approved_by(contribution)
    form = ContributionForm(
        request.POST if sending else None,
        kind=contribution.kind,
        behaviours=behaviours_in(actor, [contribution.community]),
        editing=True,
        names_others=change_names.allows(actor, contribution),
        initial={**stored, **(draft.data if draft else {})},
    )
    keys: list[str] = []
    shown = ""
    status = 200
    meanwhile: list[Part] = []
    if draft is not None and draft.data.get(BEGUN, begun) != begun:
        meanwhile = beside(form, stored, draft.data)
    if sending:
        begun = request.POST.get(BEGUN, "")
        keys = keep_files(request, actor, form)
        if request.POST.get("preview"):
            shown = look(*form.typed(), actor=actor)
        elif form.is_valid():
            try:
                _change(actor, contribution, form, keys, ticked(request), begun)
            except ChangedMeanwhile:
                contribution, status = get_contribution(actor, number), 409
                stored = as_in_form(contribution)
                begun = version_of(stored)
                meanwhile = beside(form, stored, words_in(form))
            except NotNamed as refusal:
                form.add_error("authors", refusal.reason)
            except Refusal as refusal:
                form.add_error(None, refusal.reason)
            else:
                drop_draft(actor=actor, place=draft_place)
                contribution.title = form.cleaned_data["title"]
                return HttpResponseRedirect(contribution.get_absolute_url())
    return render(
        request,
        "dialogue/composer/edit.html",
        {
            "form": form,
            "begun": begun,
            "meanwhile": meanwhile,
            "asks_again": told.person.name if told and told.person_id != actor.person_id else "",
            "kind": kind_form(contribution.kind),
            "contribution": contribution,
            "place": contribution.community,
            "looked_at": looked_at_in(actor, [contribution.community]),
            "draft": draft,
            "draft_place": draft_place,
            "files": waiting_files(actor, keys),
            "attached": list(
                Attachment.objects.filter(contribution=contribution, answer=None, comment=None).select_related("file")
            ),
            "shown": shown,
        },
        status=422 if sending and form.errors and not shown else status,
    )
