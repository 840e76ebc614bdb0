"""Told: an act as it concerns people, and what finding them has in common for all verbs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from django.db.models import QuerySet

from gilde.attention.notifications.enums import Level, Reason, Subject
from gilde.attention.notifications.models import Choice
from gilde.core.db.reading import ByNumber
from gilde.core.models import Activity
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.one import contributions_as_they_are

Maker = Callable[[Activity, "Told"], None]
MAKERS: Final[dict[str, Maker]] = {}
"""Verb → what finds whom it concerns."""

_ORDER: Final = {reason: place for place, reason in enumerate(Reason)}


@dataclass
class Told:
    """The act as it concerns people: where it happened, and who may want to hear of it.

    Attributes:
        contribution: where, when it happened in one.
        people: person id → the strongest reason so far.
    """

    contribution: Contribution | None = None
    community_id: int | None = None
    people: dict[int, Reason] = field(default_factory=dict)

    def add(self, people: Iterable[int], reason: Reason) -> None:
        """``reason`` holds for ``people``."""
        for number in people:
            present = self.people.get(number)
            if present is None or _ORDER[reason] < _ORDER[present]:
                self.people[number] = reason


def of(*verbs: StrEnum) -> Callable[[Maker], Maker]:
    """The function below finds whom acts with these verbs concern."""

    def register(maker: Maker) -> Maker:
        MAKERS.update({verb.value: maker for verb in verbs})
        return maker

    return register


def behind(told: Told, people: Iterable[int]) -> list[int]:
    """``people``, with the one behind the stand-in in its place."""
    row = told.contribution
    if row is None or row.asker_id is None:
        return list(people)
    return [row.asker_id if number == row.author_id else number for number in people]


def authors(contribution: Contribution) -> list[int]:
    """Who made it; of what was asked without a name the one behind it."""
    others = contribution.authorships.values_list("person_id", flat=True) if contribution.several_authors else ()
    return [contribution.asker_id or contribution.author_id, *others]


def at(told: Told, contribution_id: int | None) -> Contribution | None:
    """The contribution where it happened, which ``told`` keeps; None when it is gone."""
    told.contribution = next(iter(contribution_at(contribution_id or 0)), None)
    if told.contribution is not None:
        told.community_id = told.contribution.community_id  # it may have moved since
    return told.contribution


@ByNumber
def contribution_at(numbers: Collection[int]) -> Iterator[tuple[int, Contribution]]:
    """Contributions as they are by number, fetched once."""
    return ((row.pk, row) for row in contributions_as_they_are(numbers))


def followers(subject: Subject, number: int) -> QuerySet[Any, Any]:
    """Who chose to follow this."""
    found = Choice.objects.filter(subject=subject, number=number, level=Level.FOLLOW)
    return found.values_list("person_id", flat=True)
