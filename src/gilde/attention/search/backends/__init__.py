"""The two indexes beneath the search: the only files of this room that know a database by name.

Both hold the same bags of tokens and answer the same :class:`Match`, so both find the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from django.db import connection


@dataclass(frozen=True)
class Match:
    """What is sought in the bags.

    Attributes:
        groups: of each group an entry needs at least one token; one with a star at its end stands for all tokens that
            begin so.
        without: none of these tokens may be there.
        below, from_: entries with a lower number than ``below`` and none lower than ``from_``.
        readers: the marks of who looks, of which an entry needs one; None asks for nobody in particular.
    """

    groups: Sequence[Collection[str]]
    without: Collection[str] = field(default=())
    below: int | None = None
    from_: int | None = None
    readers: Collection[str] | None = None

    def by_marks(self, below: int | None = None) -> Match:
        """The same with the reader's marks as one more group: quick where they see little of what matches.

        Args:
            below: begin beneath this number.
        """
        groups = self.groups if self.readers is None else [*self.groups, self.readers]
        return replace(self, groups=groups, readers=None, below=self.below if below is None else below)


class Backend(Protocol):
    """One index."""

    def put(self, bags: Sequence[tuple[int, str]]) -> None:
        """Add the bags of entries that are not in the index."""

    def drop(self, bags: Sequence[tuple[int, str]]) -> None:
        """Take out entries with the bags they were put in with."""

    def newest(self, match: Match, most: int) -> list[int]:
        """The numbers of at most ``most`` entries that match, highest first."""

    def texts(self, numbers: Collection[int]) -> list[tuple[int, str, str]]:
        """Of these entries (number, title, text), in any order. A thousand of them, so past the models."""

    def is_empty(self) -> bool:
        """Whether nothing was put in yet."""

    def tidy(self) -> None:
        """Make the index small and quick after much writing."""


def backend() -> Backend:
    """The index of the database in use."""
    if connection.vendor == "postgresql":
        from gilde.attention.search.backends.postgresql import PostgreSQL

        return PostgreSQL()
    from gilde.attention.search.backends.sqlite import SQLite

    return SQLite()
