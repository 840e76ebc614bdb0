"""What the searchables of contributions, replies and files have in common."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, Final

from django.db import models

from gilde.core.searchables import Ref
from gilde.dialogue.models import Contribution

CONTRIBUTION: Final = "dialogue.contribution"
ANSWER: Final = "dialogue.answer"
COMMENT: Final = "dialogue.comment"
FILE: Final = "dialogue.attachment"
_STEP: Final = 500

Keys = Collection[tuple[int, int]]
# The columns of an author and of a community that a line shows.
PERSON: Final = ("name", "handle", "photo_key", "state", "headline", "audience")
PLACE: Final = ("name", "slug")


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


def stays_in(row: Contribution) -> int | None:
    """The community that its words do not leave; None when they may."""
    return row.community_id if row.stays else None
