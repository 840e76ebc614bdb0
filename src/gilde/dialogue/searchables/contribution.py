"""Contributions, as the search finds them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from gilde.communities.enums import Verb as CommunityVerb
from gilde.core.actor import Actor
from gilde.core.db.trips import Reading, shared
from gilde.core.models import Activity
from gilde.core.searchables import Entry, Found, Ref, Searchable, plain, readers_of_place, register_searchable, target
from gilde.dialogue.enums import ContributionKind, State, Verb
from gilde.dialogue.kinds import KIND_FORMS, kind_form
from gilde.dialogue.models import Answer, Attachment, Comment, Contribution
from gilde.dialogue.queries.found import found_contributions
from gilde.dialogue.searchables.shared import (
    ANSWER,
    COMMENT,
    CONTRIBUTION,
    FILE,
    Keys,
    after,
    as_found,
    guest_marks,
    numbers,
)
from gilde.people.enums import Verb as PersonVerb


def _contributions(ids: Collection[int]) -> Iterator[Entry]:
    rows = Contribution.objects.filter(pk__in=ids, state=State.PUBLISHED).select_related("community")
    found = list(rows.annotate(files=models.Exists(Attachment.objects.filter(contribution=models.OuterRef("pk")))))
    guests = guest_marks(found)
    for row in found:
        parts = [row.body_html, *map(str, row.fields_html.values()), row.brought_me, row.brought_us]
        traits = {"has_file"} if row.files else set()
        if row.kind == ContributionKind.QUESTION:
            traits.add("is_answered" if row.has_accepted else "is_unanswered")
        traits.add("is_closed" if row.closed_at else "is_open")
        if row.kind == ContributionKind.QUESTION and row.has_accepted:
            traits.discard("is_open")
        yield Entry(
            id=row.pk,
            facet=row.kind,
            at=row.created_at,
            title=row.title,
            text=plain(" ".join(part for part in parts if part)),
            readers=readers_of_place(row.community_id, max(row.community.audience, row.audience)) | guests(row.pk),
            language=row.language,
            community_id=row.community_id,
            author_id=row.author_id,
            traits=frozenset(traits),
        )


@shared
def _found_contributions(actor: Actor, keys: Keys) -> Reading[dict[tuple[int, int], Found]]:
    shown = {}
    for row in (yield from found_contributions.reading(actor, [pk for pk, _part in keys])):
        form = kind_form(row.kind)
        note = _("Answered") if row.accepted else ""
        shown[row.id, 0] = as_found(row, label=str(form.kind.label), icon=form.icon, note=note)
    return shown


def _all_of(**where: Any) -> Iterator[Ref]:
    """Everything that hangs on the contributions that ``where`` names, and they themselves."""
    yield from numbers(Contribution.objects.filter(**where), CONTRIBUTION)
    beneath = {f"contribution__{name}": value for name, value in where.items()}
    for model, kind in ((Answer, ANSWER), (Comment, COMMENT), (Attachment, FILE)):
        yield from numbers(model._default_manager.filter(**beneath), kind)


def _whole_thread(row: Activity) -> Iterable[Ref]:
    return _all_of(pk=row.target_id) if row.target_id is not None else ()


def _contribution_and_files(row: Activity) -> Iterator[Ref]:
    if row.target_id is not None:
        yield Ref(CONTRIBUTION, row.target_id)
        yield from numbers(Attachment.objects.filter(contribution_id=row.target_id), FILE)


def _all_of_place(row: Activity) -> Iterable[Ref]:
    """Everything said in a community of which fewer or more people read what is said."""
    if {"audience", "widest_audience"} & set(row.data.get("fields", ())) and row.target_id is not None:
        return _all_of(community_id=row.target_id)
    return ()


def _all_of_person(row: Activity) -> Iterator[Ref]:
    """What two people who turned out to be one wrote."""
    if row.target_id is not None:
        yield from numbers(Contribution.objects.filter(author_id=row.target_id), CONTRIBUTION)
        yield from numbers(Answer.objects.filter(author_id=row.target_id), ANSWER)
        yield from numbers(Comment.objects.filter(author_id=row.target_id), COMMENT)
        yield from numbers(Attachment.objects.filter(uploader_id=row.target_id), FILE)


def register() -> None:
    """Called once, from the manifest."""
    register_searchable(
        Searchable(
            CONTRIBUTION,
            {kind.value: form.plural for kind, form in KIND_FORMS.items()},
            _contributions,
            _found_contributions,
            after(Contribution),
            Contribution.objects.count,
            {
                Verb.CONTRIBUTED: _contribution_and_files,
                Verb.CONTRIBUTION_EDITED: _contribution_and_files,
                Verb.CONTRIBUTION_DELETED: _whole_thread,
                Verb.CONTRIBUTION_RESTORED: _whole_thread,
                Verb.CONTRIBUTION_MOVED: _whole_thread,
                Verb.CONTRIBUTION_AUDIENCE: _whole_thread,
                Verb.CONTRIBUTION_NAMED: _whole_thread,
                Verb.CONTRIBUTION_CLOSED: target(CONTRIBUTION),
                Verb.CONTRIBUTION_REOPENED: target(CONTRIBUTION),
                Verb.STORY_APPROVED: _contribution_and_files,
                Verb.STORY_RETURNED: _whole_thread,
                Verb.AUTHOR_LEFT: target(CONTRIBUTION),
                Verb.AUTHORS_CHANGED: target(CONTRIBUTION),
                Verb.CONTRIBUTION_WITHHELD: _whole_thread,
                Verb.CONTRIBUTION_SHOWN: _whole_thread,
                Verb.GUEST_CAME: _whole_thread,
                Verb.GUEST_ENDED: _whole_thread,
                CommunityVerb.COMMUNITY_CHANGED: _all_of_place,
                PersonVerb.PERSON_MERGED: _all_of_person,
            },
        )
    )
