"""A handful of records that is written in one transaction, and what is known around it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Generic, TypeVar

from gilde.communities.models import Community
from gilde.core.clock import now
from gilde.gateways.portability import records
from gilde.gateways.portability.models import ImportedRecord, OldAddress
from gilde.gateways.portability.queries.old_address import stored_path
from gilde.gateways.portability.readers import Reader
from gilde.gateways.portability.writer import sentences
from gilde.gateways.portability.writer.index import Index, Name, digest_of, name_of, save_records
from gilde.gateways.portability.writer.outcome import Outcome, Result

R = TypeVar("R", bound=records.Record)
_HOST: Final = 120


@dataclass
class Context:
    """What holds for a whole import.

    Attributes:
        root: the folder that paths of files are relative to.
        places: the community, and those that one joins together with it.
        dry: nothing is written.
        by_host: what a host sends is trusted less than what the operator brings in: nobody outside the community is
            recognised by it.
        run_id: the run that writes; None in a dry run.
        pretended: how many ids a dry run gave.
    """

    reader: Reader
    root: Path
    community: Community
    places: Sequence[Community]
    dry: bool
    index: Index
    by_host: bool = False
    run_id: int | None = None
    pretended: int = 0

    def pretended_id(self) -> int:
        """An id for what a dry run would have written: below zero, so that no row has it."""
        self.pretended += 1
        return -self.pretended


@dataclass
class Item(Generic[R]):
    """A record on its way in: what it became in an earlier run, and what is told about it now."""

    record: R
    digest: str
    known: ImportedRecord | None = None
    told: list[Outcome] = field(default_factory=list)

    def tell(self, result: Result, sentence: object = "") -> None:
        """Add a line to the report."""
        kind = self.record.kind if isinstance(self.record, records.Message) else self.record.type
        self.told.append(Outcome(kind, self.record.source_id, result, str(sentence), self.record.row))


class Batch:
    """The records of one transaction, with everything that is looked up once for all of them."""

    def __init__(self, context: Context, batch: Iterable[records.Record]) -> None:
        self.context = context
        self.index = context.index
        self.community = context.community
        self.dry = context.dry
        self.at = now()
        self.items = [Item(record, digest_of(record)) for record in batch]
        self.index.load(name for item in self.items for name in _names(item.record))
        for item in self.items:
            item.known = self.index.get(item.record.source, item.record.type, item.record.source_id)
        self.written: Counter[int] = Counter()  # person → contributions more (or fewer) than before
        self.touched: set[int] = set()  # contributions whose replies changed
        self._records: dict[Name, ImportedRecord] = {}
        self._addresses: dict[tuple[str, str], OldAddress] = {}

    def of(self, kind: type[R]) -> list[Item[R]]:
        """The items of one type, in the order of the source."""
        return [item for item in self.items if isinstance(item.record, kind)]  # type: ignore[misc]

    def triage(self, items: Iterable[Item[R]]) -> tuple[list[Item[R]], list[tuple[Item[R], ImportedRecord]]]:
        """Those that are new, and those that changed at the source with what they became before.

        Of the others is told why nothing happens.
        """
        new: list[Item[R]] = []
        changed: list[tuple[Item[R], ImportedRecord]] = []
        for item in items:
            if item.known is None:
                new.append(item)
            elif item.known.community_id != self.community.pk:
                item.tell(Result.LEFT_OUT, sentences.ELSEWHERE)
            elif item.known.digest == item.digest:
                item.tell(Result.SAME)
            else:
                changed.append((item, item.known))
        return new, changed

    def moment(self, item: Item[R], given: datetime) -> datetime:
        """The date a record gives, or now when it lies in the future."""
        if given <= self.at:
            return given
        item.tell(Result.REMARK, sentences.FUTURE)
        return self.at

    def remember(
        self, item: Item[R], target: str, target_id: int | None, *, unresolved: bool = False, **details: object
    ) -> ImportedRecord:
        """Note what a record became; in a dry run ``target_id`` is None."""
        source, kind, source_id = name = name_of(item.record.source, item.record.type, item.record.source_id)
        row = item.known or ImportedRecord(
            source=source, type=kind, source_id=source_id, community=self.community, run_id=self.context.run_id
        )
        row.target, row.digest = target, item.digest
        if target_id is not None:
            row.target_id = target_id
        elif item.known is None:
            row.target_id = self.context.pretended_id()
        row.unresolved = unresolved
        row.details = details
        self.keep(name, row)
        item.known = row
        for path in getattr(item.record, "old_paths", ()):
            if stored := stored_path(path):
                key = (source[:_HOST], stored)
                self._addresses.setdefault(
                    key, OldAddress(host=key[0], path=stored, target=target, target_id=row.target_id)
                )
        return row

    def keep(self, name: Name, row: ImportedRecord) -> None:
        """Note a row of the index that is new or has changed, to be written with the batch."""
        self._records[name] = row
        self.index.put(row)

    def save(self) -> None:
        """Write what :meth:`remember` and :meth:`keep` noted; nothing in a dry run."""
        if self.dry:
            return
        save_records(self._records.values())
        OldAddress.objects.bulk_create(
            self._addresses.values(),
            update_conflicts=True,
            unique_fields=["host", "path"],
            update_fields=["target", "target_id"],
        )

    def outcomes(self) -> list[Outcome]:
        """Everything that was told, in the order of the source."""
        return [outcome for item in self.items for outcome in item.told]


def _names(record: records.Record) -> Iterator[Name]:
    """The record itself and all it refers to."""

    def named(kind: str, source_id: str | None) -> Iterator[Name]:
        if source_id:
            yield name_of(record.source, kind, source_id)

    yield from named(record.type, record.source_id)
    if isinstance(record, records.Thread | records.Message):
        yield from named("person", record.author_id)
    if isinstance(record, records.Thread):
        yield from named("message", record.accepted_id)
    if isinstance(record, records.Message):
        yield from named("thread", record.thread_id)
        yield from named("message", record.parent_id)
    if isinstance(record, records.Vote | records.File):
        yield from named(record.target_kind, record.target_id)
    if isinstance(record, records.Link):
        yield from named("thread", record.from_id)
        yield from named("thread", record.to_id)


def handfuls(source: Iterable[records.Record], size: int) -> Iterator[list[records.Record]]:
    """The records, at most ``size`` at a time."""
    left = iter(source)
    while batch := list(itertools.islice(left, size)):
        yield batch
