"""What the page of an organisation shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from gilde.core.actor import Actor
from gilde.people.models import Affiliation, FormerOrganisationSlug, Organisation, Person
from gilde.people.models.person import folded

PAGE: Final = 60
SUGGESTIONS: Final = 8


@dataclass(frozen=True)
class Tie:
    """Somebody's affiliation as the page tells it."""

    person: Person
    title: str
    started_on: date | None
    ended_on: date | None


@dataclass(frozen=True)
class OrganisationPeople:
    """Who shows this organisation to the reader: today, and before. ``has_more`` when there are more than shown."""

    current: Sequence[Tie]
    former: Sequence[Tie]
    has_more: bool


def organisation_at(actor: Actor, slug: str) -> Organisation | None:
    """The organisation at this address."""
    return Organisation.objects.visible_to(actor).filter(slug=slug.lower()).first()


def former_address(actor: Actor, slug: str) -> str | None:
    """Where an organisation that had this address is now."""
    row = FormerOrganisationSlug.objects.filter(slug=slug.lower()).first()
    if row is None:
        return None
    organisation = Organisation.objects.visible_to(actor).filter(pk=row.organisation_id).first()
    return organisation.get_absolute_url() if organisation is not None else None


def people_of(actor: Actor, organisation: Organisation, today: date) -> OrganisationPeople:
    """People who can be found by ``actor`` and show ``actor`` that they belong or belonged here, by name."""
    rows = list(
        Affiliation.objects.visible_to(actor)
        .filter(organisation=organisation)
        .select_related("person")
        .order_by("person__name_key", "person_id", "-started_on")[: PAGE + 1]
    )
    current: dict[int, Tie] = {}
    former: dict[int, Tie] = {}
    for row in rows[:PAGE]:
        tie = Tie(row.person, row.title, row.started_on, row.ended_on)
        (current if row.is_current(today) else former).setdefault(row.person_id, tie)
    return OrganisationPeople(
        current=list(current.values()),
        former=[tie for pk, tie in former.items() if pk not in current],
        has_more=len(rows) > PAGE,
    )


def suggestions(actor: Actor, typed: str) -> list[Organisation]:
    """At most eight organisations whose name, or a word of it, begins with ``typed``."""
    prefix = folded(typed.strip())
    if not prefix:
        return []
    known = Organisation.objects.visible_to(actor)
    begins = list(known.filter(name_key__startswith=prefix).order_by("name_key", "pk")[:SUGGESTIONS])
    if len(begins) < SUGGESTIONS:
        inside = known.filter(name_key__contains=f" {prefix}").exclude(pk__in=[row.pk for row in begins])
        begins += inside.order_by("name_key", "pk")[: SUGGESTIONS - len(begins)]
    return begins
