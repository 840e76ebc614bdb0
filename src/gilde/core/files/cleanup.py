"""Removing files that belong to nothing: rows nobody ties to anything, and bytes without a row.

Bytes are written before their row, so a process that dies in between leaves bytes without a row, never the other way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Final

from django.core.files.storage import default_storage

from gilde.core.clock import now
from gilde.core.files.holders import held_files
from gilde.core.models.file import StoredFile

UNTIED_AFTER: Final = timedelta(days=7)  # an upload may wait this long in a draft form
BYTES_AFTER: Final = timedelta(hours=24)  # longer than any upload takes
_BLOB = re.compile(r"([0-9a-f]{64})(?:\.w\d+)?")
_BATCH: Final = 500


@dataclass(frozen=True)
class Cleaned:
    """What a clean-up removed."""

    rows: int
    blobs: int


def clean_up(*, untied_after: timedelta = UNTIED_AFTER, bytes_after: timedelta = BYTES_AFTER) -> Cleaned:
    """Remove rows that nothing holds and bytes without a row, where older than given. Can be run at any time."""
    return Cleaned(rows=_remove_untied_rows(untied_after), blobs=_remove_bytes_without_row(bytes_after))


def missing_files() -> Iterator[StoredFile]:
    """Rows whose bytes are gone, which only a broken storage or restore can cause."""
    for file in StoredFile.objects.order_by("pk").iterator(chunk_size=_BATCH):
        if not default_storage.exists(file.path):
            yield file


def _remove_untied_rows(older_than: timedelta) -> int:
    removed, last = 0, 0
    old = StoredFile.objects.filter(created_at__lt=now() - older_than).order_by("pk")
    while ids := list(old.filter(pk__gt=last).values_list("pk", flat=True)[:_BATCH]):
        last = ids[-1]
        untied = set(ids) - held_files(ids)
        removed += StoredFile.objects.filter(pk__in=untied).delete()[0]
    return removed


def _remove_bytes_without_row(older_than: timedelta) -> int:
    removed = 0
    before = now() - older_than
    for batch in _batches(_blobs("sha")):
        known = set(StoredFile.objects.filter(sha256__in={sha for sha, _ in batch}).values_list("sha256", flat=True))
        for sha, path in batch:
            if sha in known:
                continue
            try:
                if default_storage.get_modified_time(path) < before:
                    default_storage.delete(path)
                    removed += 1
            except FileNotFoundError:
                continue
    return removed


def _blobs(folder: str) -> Iterator[tuple[str, str]]:
    """Hash (empty for leftovers of a broken write) and path of everything in the storage."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        match = _BLOB.fullmatch(name)
        yield (match.group(1) if match else ""), f"{folder}/{name}"
    for name in folders:
        yield from _blobs(f"{folder}/{name}")


def _batches(items: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
