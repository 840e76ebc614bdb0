"""Imported votes and links between conversations."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from django.db.models import Model

from gilde.dialogue.models import Answer, Comment, Contribution, ContributionLink
from gilde.gateways.portability import records
from gilde.gateways.portability.writer import sentences
from gilde.gateways.portability.writer.batch import Batch, Item
from gilde.gateways.portability.writer.outcome import Result

_MODELS: Final[dict[str, type[Model]]] = {"contribution": Contribution, "answer": Answer, "comment": Comment}


def write_votes(batch: Batch) -> None:
    """Up-votes become a count without persons."""
    new, changed = batch.triage(batch.of(records.Vote))
    counts: dict[str, list[tuple[Item[records.Vote], int]]] = defaultdict(list)
    for item in [*new, *(item for item, _known in changed)]:
        target = batch.index.get(item.record.source, item.record.target_kind, item.record.target_id)
        if target is None or target.target not in _MODELS:
            item.tell(Result.LEFT_OUT, sentences.NOTHING_THERE)
        elif batch.dry:
            _tell(item)
            batch.remember(item, "vote", None)
        else:
            counts[target.target].append((item, target.target_id))
    for name, wanted in counts.items():
        model = _MODELS[name]
        rows = model._default_manager.only("pk").in_bulk([number for _item, number in wanted])
        for item, number in wanted:
            if number in rows:
                rows[number].imported_likes = item.record.count  # type: ignore[attr-defined]
                _tell(item)
                batch.remember(item, "vote", number, of=name)
            else:
                item.tell(Result.LEFT_OUT, sentences.NOTHING_THERE)
        model._default_manager.bulk_update(rows.values(), ["imported_likes"])


def _tell(item: Item[records.Vote] | Item[records.Link]) -> None:
    item.tell(Result.UPDATED if item.known is not None else Result.ADDED)


def write_links(batch: Batch) -> None:
    """A conversation that points to another one, or is a double of it."""
    new, changed = batch.triage(batch.of(records.Link))
    wanted: list[tuple[Item[records.Link], int, int]] = []
    for item in [*new, *(item for item, _known in changed)]:
        ends = [
            batch.index.get(item.record.source, "thread", source_id)
            for source_id in (item.record.from_id, item.record.to_id)
        ]
        if ends[0] is None or ends[1] is None:
            item.tell(Result.LEFT_OUT, sentences.NO_END)
        elif ends[0].target_id == ends[1].target_id:
            item.tell(Result.LEFT_OUT, sentences.TO_ITSELF)
        else:
            _tell(item)
            batch.remember(item, "link", ends[0].target_id if not batch.dry else None, to=ends[1].target_id)
            wanted.append((item, ends[0].target_id, ends[1].target_id))
    if batch.dry or not wanted:
        return
    present = _present_links([(source_id, target_id) for _item, source_id, target_id in wanted])
    made: list[ContributionLink] = []
    for item, source_id, target_id in wanted:
        duplicate = item.record.kind == "duplicate"
        row = present.get((source_id, target_id))
        if row is None:
            at = min(item.record.created_at or batch.at, batch.at)
            row = ContributionLink(source_id=source_id, target_id=target_id, at=at)
            made.append(row)
        row.duplicate = row.duplicate or duplicate
        present[source_id, target_id] = row
    ContributionLink.objects.bulk_update([row for row in present.values() if row not in made], ["duplicate"])
    ContributionLink.objects.bulk_create(made)


def _present_links(wanted: list[tuple[int, int]]) -> dict[tuple[int, int], ContributionLink]:
    rows = ContributionLink.objects.filter(
        source_id__in=[source_id for source_id, _target in wanted],
        target_id__in=[target_id for _source, target_id in wanted],
    )
    pairs = set(wanted)
    return {pair: row for row in rows if (pair := (row.source_id, row.target_id)) in pairs}
