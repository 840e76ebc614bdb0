"""What the searchables of contributions, replies and files have in common."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Final

from django.db import models

from gilde.core.searchables import Found, Ref, own
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.found import FoundRow
from gilde.dialogue.queries.guest import guests_by_contribution

CONTRIBUTION: Final = "dialogue.contribution"
ANSWER: Final = "dialogue.answer"
COMMENT: Final = "dialogue.comment"
FILE: Final = "dialogue.attachment"
_STEP: Final = 500

Keys = Collection[tuple[int, int]]


def numbers(rows: models.QuerySet[Any], kind: str) -> Iterator[Ref]:
    """A reference to each of these rows, however many there are."""
    for pk in rows.values_list("pk", flat=True).order_by("pk").iterator(chunk_size=_STEP):
        yield Ref(kind, pk)


def after(model: type[models.Model]) -> Callable[[int, int], list[int]]:
    """How to go through all rows of a model."""

    def after(number: int, most: int) -> list[int]:
        rows = model._default_manager.filter(pk__gt=number).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:most])

    return after


def guest_marks(contributions: Sequence[Contribution]) -> Callable[[int], frozenset[str]]:
    """From the number of one of these contributions to the marks of its guests; one statement, none without guests."""
    guests = guests_by_contribution(contributions)
    return lambda number: frozenset(own(person) for person in guests.get(number, ()))


def stays_in(row: Contribution) -> int | None:
    """The community that its words do not leave; None when they may."""
    return row.community_id if row.stays else None


def as_found(row: FoundRow, *, label: str, icon: str, note: str) -> Found:
    """What was found, as a list shows it."""
    return Found(
        title=row.title,
        url=row.url,
        label=label,
        icon=icon,
        at=row.at,
        author=row.author.name,
        author_url=row.author.url,
        photo_key=row.author.photo_key,
        place=row.place.name,
        place_url=row.place.url,
        language=row.language,
        note=note,
        liked=row.liked,
        stays_in=row.place.id if row.stays else None,
        is_part=not row.kind,
    )
