"""Entries of the index as a list of what was found needs them, without a model around each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from gilde.core.db.rows import fetch

_SELECT: Final = "SELECT id, kind, owner_id, part, facet, author_id, title, text FROM search_searchentry"
_HOLES: Final = (32, 128, 512)  # numbers asked at once: few shapes, so that the database knows the statement already


class EntryRow(NamedTuple):
    """An entry without its bag."""

    id: int
    kind: str
    owner_id: int
    part: int
    facet: str
    author_id: int | None
    title: str
    text: str

    @property
    def key(self) -> tuple[int, int]:
        """What the room that offered it knows it by."""
        return self.owner_id, self.part


def entries(numbers: Collection[int]) -> dict[int, EntryRow]:
    """The entries with these numbers that are there; one query for at most 512 of them."""
    asked = list(numbers)
    found: dict[int, EntryRow] = {}
    for begin in range(0, len(asked), _HOLES[-1]):
        part = asked[begin : begin + _HOLES[-1]]
        holes = next(many for many in _HOLES if many >= len(part))
        part += part[:1] * (holes - len(part))
        rows = fetch(f"{_SELECT} WHERE id IN ({', '.join(['%s'] * holes)})", part)
        found |= {row[0]: EntryRow(*row) for row in rows}
    return found
