"""Keeping the index: the one place that writes entries."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from django.db import transaction

from gilde.attention.search.backends import backend
from gilde.attention.search.models import SearchEntry, SearchProgress
from gilde.attention.search.models.entry import first_number
from gilde.attention.search.queries.wordlist import splitter
from gilde.attention.search.words import Splitter, tokens_of
from gilde.core.db.writing import insert_rows
from gilde.core.models.activity import Activity
from gilde.core.searchables import Entry, Ref, searchables

BATCH: Final = 200  # things per transaction: on SQLite everybody who writes waits for it
MOST_CHARACTERS: Final = 100_000  # of one text
_COLUMNS: Final = tuple(field.attname for field in SearchEntry._meta.concrete_fields)
_KEPT: Final = ("facet", "community_id", "author_id", "language", "title", "text", "bag")


def touched_by(row: Activity) -> Iterator[Ref]:
    """What an activity touched, as the rooms say it."""
    for searchable in searchables().values():
        for verb, touched in searchable.touched.items():
            if verb.value == row.verb:
                yield from touched(row)


def index_refs(refs: Iterable[Ref]) -> None:
    """Bring the entries of these things up to date, in transactions of 200."""
    remaining = iter(refs)
    while batch := list(islice(remaining, BATCH)):
        by_kind: dict[str, list[int]] = defaultdict(list)
        for ref in batch:
            by_kind[ref.kind].append(ref.id)
        for kind, ids in sorted(by_kind.items()):
            index(kind=kind, ids=ids)


@transaction.atomic
def index(*, kind: str, ids: Collection[int]) -> None:
    """Make the entries of these things what the room says now; things without a text lose theirs.

    One at a time per kind: whoever comes second reads what is true after the first, so an older text never wins.
    """
    searchable = searchables()[kind]
    SearchProgress.objects.get_or_create(kind=kind)
    progress = SearchProgress.objects.select_for_update().get(kind=kind)
    split = splitter()
    there = {row.key: row for row in SearchEntry.objects.filter(kind=kind, owner_id__in=ids)}
    add: list[SearchEntry] = []
    drop: list[SearchEntry] = []
    same: list[int] = []
    for entry in searchable.entries(ids):
        row = _row(kind, entry, split, progress.generation)
        old = there.pop((entry.id, entry.part), None)
        if old is not None and _is_same(old, row, entry):
            if old.generation != progress.generation:
                same.append(old.pk)
            continue
        if old is not None:
            drop.append(old)
            row.pk = old.pk if _is_of_moment(old.pk, entry) else row.pk
        add.append(row)
    drop += there.values()
    _remove(drop)
    _number(add)
    insert_rows(SearchEntry, _COLUMNS, [[getattr(row, name) for name in _COLUMNS] for row in add])
    backend().put([(row.pk, row.bag) for row in add])
    if same:
        SearchEntry.objects.filter(pk__in=same).update(generation=progress.generation)


def clear_older(*, kind: str, generation: int) -> None:
    """Take out what a rebuild that has ended did not meet: things that are gone."""
    while True:
        with transaction.atomic():
            rows = list(SearchEntry.objects.filter(kind=kind, generation__lt=generation)[:BATCH])
            _remove(rows)
        if not rows:
            return


def put_back() -> None:
    """Fill an empty index from the entries, as after moving to another database."""
    last = -1
    while True:
        with transaction.atomic():
            rows = list(SearchEntry.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "bag")[: BATCH * 5])
            backend().put(rows)
        if not rows:
            return
        last = rows[-1][0]


def _row(kind: str, entry: Entry, split: Splitter, generation: int) -> SearchEntry:
    title, text = entry.title[:300].replace("\0", ""), entry.text[:MOST_CHARACTERS].replace("\0", "")
    return SearchEntry(
        pk=first_number(entry.at) + (zlib.crc32(f"{kind} {entry.id} {entry.part}".encode()) & 0xFFFFF),
        kind=kind,
        owner_id=entry.id,
        part=entry.part,
        facet=entry.facet,
        community_id=entry.community_id,
        author_id=entry.author_id,
        language=entry.language,
        title=title,
        text=text,
        bag=" ".join(sorted(tokens_of(f"{title} {text}", split) | _marks(entry))),
        generation=generation,
    )


def _marks(entry: Entry) -> set[str]:
    marks = {*entry.readers, *entry.traits, f"k_{entry.facet}"}
    if entry.community_id is not None:
        marks.add(f"in_{entry.community_id}")
    if entry.author_id is not None:
        marks.add(f"f_{entry.author_id}")
    if entry.language:
        marks.add(f"l_{entry.language}")
    return marks


def _is_of_moment(number: int, entry: Entry) -> bool:
    first = first_number(entry.at)
    return first <= number < first + (1 << 20)


def _is_same(old: SearchEntry, new: SearchEntry, entry: Entry) -> bool:
    return _is_of_moment(old.pk, entry) and all(getattr(old, name) == getattr(new, name) for name in _KEPT)


def _remove(rows: Sequence[SearchEntry]) -> None:
    if rows:
        backend().drop([(row.pk, row.bag) for row in rows])
        SearchEntry.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _number(rows: Sequence[Any]) -> None:
    """Give each a number that nobody has: two texts of one millisecond rarely want the same."""
    taken = set(SearchEntry.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    for row in rows:
        while row.pk in taken:
            row.pk += 1
            if row.pk not in taken and SearchEntry.objects.filter(pk=row.pk).exists():
                taken.add(row.pk)
        taken.add(row.pk)
