"""SearchEntry: one text that can be found, and the tokens it is found by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import models

_TAIL: Final = 20  # bits beneath the millisecond, so that texts of one moment have numbers of their own
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def first_number(at: datetime) -> int:
    """The lowest number of entries of this moment; numbers grow with time, so they order, page and limit by date."""
    return max((at - _EPOCH) // timedelta(milliseconds=1), 0) << _TAIL


class SearchEntry(models.Model):
    """One text of one thing. The number is its moment, so the newest has the highest.

    ``bag`` holds every token once (stems of text and title, and marks); the tables of the backend index it. ``text``
    is kept for what is shown and for words in an exact order. There are no foreign keys: rows that are gone leave
    entries that show nothing until they are cleared.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60)
    owner_id = models.BigIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    facet = models.CharField(max_length=20)
    community_id = models.BigIntegerField(null=True)
    author_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=5, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField(blank=True, default="")
    bag = models.TextField()
    generation = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "owner_id", "part"], name="search_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.owner_id}"

    @property
    def key(self) -> tuple[int, int]:
        """What the room that offered it knows it by."""
        return self.owner_id, self.part
