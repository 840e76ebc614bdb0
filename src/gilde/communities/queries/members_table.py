"""The members of a community as a table to take along: what each of them shows to this community, and no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from gilde.communities.models import Community, Membership
from gilde.communities.queries.membership import pages_of
from gilde.core.actor import Actor
from gilde.core.clock import today
from gilde.people.enums import LabelKind, Section
from gilde.people.models import Affiliation, Person, PersonLabel

_AT_ONCE: Final = 200
_WORDS: Final = (LabelKind.SPECIALISM, LabelKind.INTEREST)


class MemberRow(NamedTuple):
    """One member; empty where they show nothing to the reader."""

    membership: Membership
    person: Person
    headline: str
    address: str
    region: str
    work: str
    specialisms: str
    interests: str
    organisations: str


def member_rows(actor: Actor, community: Community) -> Iterator[MemberRow]:
    """All members this actor may see, the longest here first; four statements per two hundred."""
    last = 0
    while True:
        rows = Membership.objects.visible_to(actor).filter(community=community, pk__gt=last)
        part = list(rows.select_related("person").order_by("pk")[:_AT_ONCE])
        yield from _dressed(actor, part)
        if len(part) < _AT_ONCE:
            return
        last = part[-1].pk


def _dressed(actor: Actor, part: Sequence[Membership]) -> Iterator[MemberRow]:
    linked = pages_of(actor, [row.person for row in part])
    words: dict[tuple[int, str], list[str]] = defaultdict(list)
    labels = PersonLabel.objects.visible_to(actor).filter(person__in=linked, label__kind__in=_WORDS)
    for found in labels.select_related("label").order_by("label__name"):
        words[found.person_id, found.label.kind].append(found.label.name)
    ties: dict[int, list[str]] = defaultdict(list)
    for tie in (
        Affiliation.objects.visible_to(actor)
        .filter(person__in=linked)
        .current(today())
        .select_related("organisation")
        .order_by("pk")
    ):
        ties[tie.person_id].append(tie.organisation.name)
    for row in part:
        person = row.person

        def shown(section: Section, text: str, person: Person = person) -> str:
            is_open = person.pk in linked and person.shows(section, actor, shares_community=True)
            return text if is_open else ""

        yield MemberRow(
            membership=row,
            person=person,
            headline=person.headline if person.pk in linked else "",
            address=person.get_absolute_url() if person.pk in linked else "",
            region=shown(Section.REGION, person.region),
            work=shown(Section.WORK, str(person.get_work_situation_display()) if person.work_situation else ""),
            specialisms=", ".join(words[person.pk, LabelKind.SPECIALISM]),
            interests=", ".join(words[person.pk, LabelKind.INTEREST]),
            organisations=", ".join(ties[person.pk]),
        )
