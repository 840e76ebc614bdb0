"""What this room offers to the search: people, each section of a profile to those who may read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.models.activity import Activity
from gilde.core.searchables import (
    EVERYONE,
    MEMBERS,
    Entry,
    Found,
    Ref,
    Searchable,
    own,
    plain,
    register_searchable,
    target,
)
from gilde.people.enums import Section, Verb
from gilde.people.models import Person
from gilde.people.models.label import SECTION_OF, PersonLabel

PERSON: Final = "people.person"
_CARD: Final = 0  # the part with name and headline
_SECTIONS: Final = (
    Section.STORY,
    Section.REGION,
    Section.SPECIALISMS,
    Section.HOBBIES,
    Section.LANGUAGES,
    Section.INTERESTS,
)
"""The sections that can be found, each as a part of its own: 1, 2, 3…; never change the order, only add."""


def _readers(person: Person, audience: int) -> frozenset[str]:
    """Who may find this.

    Whom one shares a community with is a question to the memberships, which this room does not know: every member may
    ask for what is shown to communities, and what is shown was read again for them.
    """
    narrowest = max(audience, person.audience)
    marks = {own(person.pk)}
    if narrowest == Audience.PUBLIC:
        marks.add(EVERYONE)
    if narrowest <= Audience.COMMUNITY:
        marks.add(MEMBERS)
    return frozenset(marks)


def _texts(person: Person) -> Iterator[tuple[Section, str]]:
    yield Section.STORY, plain(person.story_html)
    yield Section.REGION, person.region
    worn = list(person.labels.all())
    for kind, section in SECTION_OF.items():
        yield section, " · ".join(one.label.name for one in worn if one.label.kind == kind)


def _entries(ids: Collection[int]) -> Iterator[Entry]:
    labels = Prefetch("labels", PersonLabel.objects.select_related("label"))
    for row in Person.objects.present().filter(pk__in=ids).prefetch_related(labels):
        yield Entry(
            id=row.pk,
            facet="person",
            at=row.created_at,
            title=row.name,
            text=" · ".join(text for text in (row.headline, f"@{row.handle}") if text),
            readers=_readers(row, row.audience),
            author_id=row.pk,
        )
        for section, text in _texts(row):
            if text:
                yield Entry(
                    id=row.pk,
                    part=_SECTIONS.index(section) + 1,
                    facet="person",
                    at=row.created_at,
                    title="",
                    text=text,
                    readers=_readers(row, row.audience_of(section)),
                    author_id=row.pk,
                )


def _found(actor: Actor, keys: Collection[tuple[int, int]]) -> dict[tuple[int, int], Found]:
    shown = {}
    for part in {part for _pk, part in keys}:
        rows = Person.objects.visible_to(actor).filter(pk__in=[pk for pk, at in keys if at == part])
        if part != _CARD:
            rows = rows.showing(_SECTIONS[part - 1], actor)
        for row in rows:
            shown[row.pk, part] = Found(
                title=row.name,
                url=row.get_absolute_url(),
                label=str(_("person")),
                icon="user-round",
                author=row.name,
                photo_key=row.photo_key,
                note=row.headline,
            )
    return shown


def _after(number: int, most: int) -> list[int]:
    rows = Person.objects.filter(pk__gt=number).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def _merged(row: Activity) -> Iterator[Ref]:
    for pk in (row.target_id, row.data.get("from")):
        if isinstance(pk, int):
            yield Ref(PERSON, pk)


def register() -> None:
    """Called once, from the manifest."""
    this = target(PERSON)
    verbs = (
        Verb.PERSON_JOINED, Verb.PERSON_CLAIMED, Verb.CLAIM_OFFERED, Verb.PROFILE_CHANGED, Verb.HANDLE_CHANGED,
        Verb.DEACTIVATED, Verb.REACTIVATED, Verb.ERASED,
    )  # fmt: skip
    register_searchable(
        Searchable(
            PERSON,
            {"person": _("People")},
            _entries,
            _found,
            _after,
            Person.objects.count,
            {Verb.PERSON_MERGED: _merged, **dict.fromkeys(verbs, this)},
        )
    )
