"""The search hears of every change that a room below named in its searchables, a moment after it."""

from __future__ import annotations

from enum import StrEnum

from gilde.attention.search.actions.index import index_refs, touched_by
from gilde.core.models.activity import Activity
from gilde.core.reactions import soon
from gilde.core.searchables import searchables


def changed(*rows: Activity) -> None:
    """Bring the index up to date with these activities, each thing once."""
    index_refs(dict.fromkeys(ref for row in rows for ref in touched_by(row)))


def listen() -> None:
    """Subscribe to every verb that touches something that can be found."""
    verbs: set[StrEnum] = {verb for kind in searchables().values() for verb in kind.touched}
    soon(*sorted(verbs))(changed)
