"""What is known of the records of a batch: one look-up for many."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from gilde.gateways.portability.json_lines import to_json_line
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.records import Record

Name = tuple[str, str, str]  # source, type, source_id


def digest_of(record: Record) -> str:
    """A digest of everything the record says."""
    return hashlib.sha256(to_json_line(record).encode()).hexdigest()


class Index:
    """Imported records by name, loaded a batch at a time and kept only for that batch, so memory stays flat."""

    def __init__(self) -> None:
        self._known: dict[Name, ImportedRecord | None] = {}

    def load(self, names: Iterable[Name]) -> None:
        """Look up many names, one query per source and type."""
        grouped: dict[tuple[str, str], set[str]] = defaultdict(set)
        for source, kind, source_id in names:
            if (source, kind, source_id) not in self._known:
                grouped[source, kind].add(source_id)
                self._known[source, kind, source_id] = None
        for (source, kind), ids in grouped.items():
            rows = ImportedRecord.objects.filter(source=source, type=kind, source_id__in=list(ids))
            for row in rows:
                self._known[source, kind, row.source_id] = row

    def get(self, source: str, kind: str, source_id: str) -> ImportedRecord | None:
        """What this record became, or None when it has not been imported."""
        name = (source, kind, source_id)
        if name not in self._known:
            self.load([name])
        return self._known[name]

    def put(self, row: ImportedRecord) -> None:
        """Remember a row that was written just now."""
        self._known[row.source, row.type, row.source_id] = row

    def forget(self) -> None:
        """Start the next batch with nothing in memory."""
        self._known.clear()
