"""Keyset paging by a moment and an id: the next part of a list starts after the last row shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class After:
    """The last row of a part, newest first."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.at - _START) // _MICROSECOND}-{self.pk}"

    @classmethod
    def read(cls, text: str) -> After | None:
        """What :meth:`__str__` wrote; None for anything else."""
        at, dash, pk = text.partition("-")
        if not dash or not (at + pk).isascii() or not (at.isdigit() and pk.isdigit()) or max(len(at), len(pk)) > 17:
            return None
        try:
            return cls(_START + timedelta(microseconds=int(at)), int(pk))
        except OverflowError:
            return None

    def older(self, column: str) -> Q:
        """A filter "after this row" for rows sorted by ``-column, -pk``."""
        return Q(**{f"{column}__lt": self.at}) | Q(**{column: self.at}, pk__lt=self.pk)
