"""Going through everything: what was missed, and all of it again.

A rebuild writes over the index in place, batch by batch. It is never empty meanwhile: each thing is found by what the
last pass over it left, and what is gone is cleared at the end. A rebuild that was interrupted goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.db.models import F

from gilde.attention.search.actions.index import BATCH, clear_older, index, put_back
from gilde.attention.search.actions.wordlist import learn_words
from gilde.attention.search.backends import backend
from gilde.attention.search.models import SearchEntry, SearchProgress
from gilde.attention.search.queries.progress import KindProgress, progress
from gilde.core.clock import now
from gilde.core.searchables import Searchable, searchables

_AT_ONCE: Final = 50  # batches of one kind in one run of catching up, so that others get their turn


def begin() -> None:
    """Let the next :func:`rebuild` go through everything; does nothing to what stands in the index."""
    with transaction.atomic():
        for kind, searchable in searchables().items():
            SearchProgress.objects.get_or_create(kind=kind)
            SearchProgress.objects.filter(kind=kind).update(
                generation=F("generation") + 1, cursor=0, done=0, total=searchable.count(), finished_at=None
            )


def rebuild(say: Callable[[KindProgress], object] = lambda _row: None) -> None:
    """Index everything again, or go on with it; ``say`` hears about every kind that was done."""
    if not SearchProgress.objects.filter(cursor__isnull=False).exists():
        begin()
    learn_words()
    for kind, searchable in searchables().items():
        _again(kind, searchable)
        for row in progress(kind):
            say(row)
    backend().tidy()


def _again(kind: str, searchable: Searchable) -> None:
    row = SearchProgress.objects.filter(kind=kind, cursor__isnull=False).first()
    if row is None:
        return
    cursor = row.cursor or 0
    while ids := searchable.after(cursor, BATCH):
        index(kind=kind, ids=ids)
        cursor = ids[-1]
        SearchProgress.objects.filter(pk=row.pk).update(cursor=cursor, done=F("done") + len(ids))
    clear_older(kind=kind, generation=row.generation)
    SearchProgress.objects.filter(pk=row.pk).update(cursor=None, finished_at=now())


def catch_up() -> None:
    """Index what came without an activity: imports, a first start with rows that were there before."""
    if SearchEntry.objects.exists() and backend().is_empty():
        put_back()
    for kind, searchable in searchables().items():
        row, _made = SearchProgress.objects.get_or_create(kind=kind)
        highest = row.highest
        for _turn in range(_AT_ONCE):
            ids = searchable.after(highest, BATCH)
            if not ids:
                break
            known = set(SearchEntry.objects.filter(kind=kind, owner_id__in=ids).values_list("owner_id", flat=True))
            missing = [number for number in ids if number not in known]
            if missing:
                index(kind=kind, ids=missing)
            highest = ids[-1]
        if highest != row.highest:
            SearchProgress.objects.filter(pk=row.pk).update(highest=highest)
