"""What is known of the records of a batch: one look-up for many."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gilde.gateways.portability.json_lines import to_json_line
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.records import Record

if TYPE_CHECKING:
    from gilde.gateways.portability.writer.notebook import Notebook

Name = tuple[str, str, str]  # source, type, source_id, as they are stored

_SOURCE: Final = 120
_SOURCE_ID: Final = 200


def digest_of(record: Record) -> str:
    """A digest of everything the record says, wherever in the file it stands."""
    said = replace(record, row=None) if record.row is not None else record
    return hashlib.sha256(to_json_line(said).encode()).hexdigest()


def short_source(source: str) -> str:
    """A source as it is stored."""
    return source[:_SOURCE]


def name_of(source: str, kind: str, source_id: str) -> Name:
    """The name of a record as it is stored; one too long for its column is stored as a digest."""
    if len(source_id) > _SOURCE_ID:
        source_id = f"blake2b-{hashlib.blake2b(source_id.encode(), digest_size=32).hexdigest()}"
    return short_source(source), kind, source_id


def save_records(rows: Iterable[ImportedRecord]) -> None:
    """Write rows that are new and rows that changed, in one statement."""
    columns = ("target", "target_id", "digest", "details", "unresolved")
    names = ("source", "type", "source_id")
    ImportedRecord.objects.bulk_create(
        [
            ImportedRecord(
                community_id=row.community_id,
                at=row.at,
                run_id=row.run_id,
                **{name: getattr(row, name) for name in (*names, *columns)},
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=names,
        update_fields=columns,
    )


class Index:
    """Imported records by name, loaded a batch at a time and kept only for that batch, so memory stays flat.

    Args:
        notebook: of a dry run, for what a real one would have written.
    """

    def __init__(self, notebook: Notebook | None = None) -> None:
        self._known: dict[Name, ImportedRecord | None] = {}
        self._notes = notebook

    def load(self, names: Iterable[Name]) -> None:
        """Look up many names, one query per source and type."""
        grouped: dict[tuple[str, str], set[str]] = defaultdict(set)
        for name in names:
            if name not in self._known:
                grouped[name[0], name[1]].add(name[2])
                self._known[name] = None
        for (source, kind), ids in grouped.items():
            for row in ImportedRecord.objects.filter(source=source, type=kind, source_id__in=list(ids)):
                self._known[source, kind, row.source_id] = row
            if self._notes is not None:
                for source_id in ids:
                    self._read_note(self._notes, (source, kind, source_id))

    def get(self, source: str, kind: str, source_id: str) -> ImportedRecord | None:
        """What this record became, or None when it has not been imported."""
        name = name_of(source, kind, source_id)
        if name not in self._known:
            self.load([name])
        return self._known[name]

    def put(self, row: ImportedRecord) -> None:
        """Remember a row that was written just now, or that a dry run would have written."""
        name = (row.source, row.type, row.source_id)
        self._known[name] = row
        if self._notes is not None:
            rest = json.dumps([row.digest, row.details, row.community_id])
            self._notes.write(json.dumps(name), row.target, row.target_id, rest)

    def forget(self) -> None:
        """Start the next batch with nothing in memory."""
        self._known.clear()

    def _read_note(self, notes: Notebook, name: Name) -> None:
        found = notes.read(json.dumps(name))
        if found is not None:
            target, target_id, rest = found
            digest, details, community_id = json.loads(rest)
            self._known[name] = ImportedRecord(
                source=name[0],
                type=name[1],
                source_id=name[2],
                target=target,
                target_id=target_id,
                digest=digest,
                details=details,
                community_id=community_id,
            )
