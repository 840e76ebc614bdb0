"""The search hears of every change that a room below named in its searchables, and leaves the work to a task."""

from __future__ import annotations

from enum import StrEnum

from gilde.attention.search.tasks import index_change
from gilde.core.activity import on
from gilde.core.models.activity import Activity
from gilde.core.searchables import searchables


def changed(row: Activity) -> None:
    """One row in the queue: that is all that writing costs."""
    index_change.enqueue(row.pk)


def listen() -> None:
    """Subscribe to every verb that touches something that can be found."""
    verbs: set[StrEnum] = {verb for kind in searchables().values() for verb in kind.touched}
    on(*sorted(verbs))(changed)
