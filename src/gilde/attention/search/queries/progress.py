"""How far the index is."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from gilde.attention.search.models import SearchEntry, SearchProgress


class KindProgress(NamedTuple):
    """One kind of thing: how many texts of it can be found, and where a rebuild stands."""

    kind: str
    entries: int
    done: int
    total: int
    is_running: bool
    finished_at: datetime | None


def progress(kind: str = "") -> list[KindProgress]:
    """All kinds in the order of their names, or one."""
    rows = SearchProgress.objects.filter(kind=kind) if kind else SearchProgress.objects.all()
    held = SearchEntry.objects.filter(kind=kind) if kind else SearchEntry.objects.all()
    entries = dict(held.order_by().values_list("kind").annotate(Count("pk")))
    return [
        KindProgress(row.kind, entries.get(row.kind, 0), row.done, row.total, row.cursor is not None, row.finished_at)
        for row in rows.order_by("kind")
    ]
