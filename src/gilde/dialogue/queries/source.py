"""Where something that was imported was first published: what its licence asks to be shown beside it."""

from __future__ import annotations

from typing import NamedTuple


class Source(NamedTuple):
    """The name of the place, the address there (empty when it had none), and the licence (empty when none is known)."""

    name: str
    url: str
    licence: str


def source_of(origin: str | None, uri: str | None, licence: str | None) -> Source | None:
    """The source in the three columns of an imported row; None for what was written here."""
    return Source(origin, uri or "", licence or "") if origin else None
