"""Imported answers and comments, with the dates they had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from gilde.dialogue.models import Answer, Comment
from gilde.gateways.portability import records
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.writer import sentences
from gilde.gateways.portability.writer.authors import authors
from gilde.gateways.portability.writer.batch import Batch
from gilde.gateways.portability.writer.index import name_of
from gilde.gateways.portability.writer.outcome import Result
from gilde.gateways.portability.writer.places import MessageItem, Place, places
from gilde.gateways.portability.writer.text import Text, mark, origin_of, texts

Reply = TypeVar("Reply", Answer, Comment)


def write_messages(batch: Batch) -> None:
    """Make answers and then comments of the messages of this batch; bring up to date what nobody changed here."""
    items = batch.of(records.Message)
    for kind in ("answer", "comment"):
        new, changed = batch.triage(item for item in items if item.record.kind == kind)
        _update(batch, [each for each in changed if each[1].target == "answer"], Answer)
        _update(batch, [each for each in changed if each[1].target == "comment"], Comment)
        if new:
            found = places(batch, new)
            _add_answers(batch, [place for place in found if place.is_answer])
            _add_comments(batch, [place for place in found if not place.is_answer])


def left(row: Answer | Comment) -> str:
    """The mark of a reply as the import left it."""
    return mark(row.author_id, row.body)


# ── new ones ─────────────────────────────────────────────────────────────────


def _add_answers(batch: Batch, going: Sequence[Place]) -> None:
    rows = _made(batch, going, Answer)
    for place, row in zip(going, rows, strict=True):
        details = place.thread.details
        wanted = details.get("accepted") == place.item.record.source_id and details.get("accepted_row") is None
        if wanted and not place.contribution.has_accepted:
            row.accepted_at = row.created_at
            place.contribution.has_accepted = True
    _keep(batch, going, rows, Answer)
    for place, row in zip(going, rows, strict=True):
        if row.accepted_at is not None and not batch.dry:
            thread = place.thread
            thread.details["accepted_row"] = row.pk
            batch.keep(name_of(thread.source, thread.type, thread.source_id), thread)


def _add_comments(batch: Batch, going: Sequence[Place]) -> None:
    rows = _made(batch, going, Comment)
    for place, row in zip(going, rows, strict=True):
        row.answer_id, row.quotes_id = place.answer_id, place.quotes_id
    _keep(batch, going, rows, Comment)
    following = [(row, place.follows) for place, row in zip(going, rows, strict=True) if place.follows is not None]
    for row, place in following:
        assert place.item.known is not None
        row.quotes_id = place.item.known.target_id
    if not batch.dry:
        Comment.objects.bulk_update([row for row, _place in following], ["quotes"])


def _made(batch: Batch, going: Sequence[Place], model: type[Reply]) -> list[Reply]:
    """A row for each place, not saved yet."""
    items = [place.item for place in going]
    rows = []
    for place, author, text in zip(going, authors(batch, items), _texts(batch, items), strict=True):
        record = place.item.record
        row = model(
            contribution_id=place.contribution.pk,
            community_id=place.contribution.community_id,
            author_id=author.person_id,
            created_at=batch.moment(place.item, record.created_at),
        )
        _fill(batch, row, record, text)
        rows.append(row)
        if author.missing:
            place.item.tell(Result.REMARK, sentences.AUTHOR_MISSING)
        if text.cut:
            place.item.tell(Result.REMARK, sentences.CUT)
        place.unresolved = text.unresolved
    return rows


def _texts(batch: Batch, items: Sequence[MessageItem]) -> Sequence[Text]:
    if batch.dry:
        return [Text("", "", "")] * len(items)
    return texts(batch.context.reader, batch.index, [item.record for item in items])


def _fill(batch: Batch, row: Answer | Comment, record: records.Message, text: Text) -> None:
    row.body, row.body_html = text.body, text.html
    row.edited_at = min(record.edited_at, batch.at) if record.edited_at else None
    for column, value in origin_of(record).items():
        setattr(row, column, value)


def _keep(batch: Batch, going: Sequence[Place], rows: Sequence[Reply], model: type[Reply]) -> None:
    """Write the rows and note what their records became."""
    if not batch.dry:
        model._default_manager.bulk_create(rows)
        batch.touched.update(place.contribution.pk for place in going)
    for place, row in zip(going, rows, strict=True):
        place.item.tell(Result.ADDED)
        batch.remember(
            place.item,
            "answer" if place.is_answer else "comment",
            row.pk,
            unresolved=place.unresolved,
            contribution=place.contribution.pk,
            answer=place.answer_id,
            left=left(row),
        )


# ── those that are here ──────────────────────────────────────────────────────


def _update(batch: Batch, items: Sequence[tuple[MessageItem, ImportedRecord]], model: type[Reply]) -> None:
    rows = model._default_manager.in_bulk([known.target_id for _item, known in items])
    going: list[tuple[MessageItem, ImportedRecord, Reply]] = []
    for item, known in items:
        row = rows.get(known.target_id)
        if known.target_id < 0:
            item.tell(Result.UPDATED)
        elif row is None or row.deleted_at is not None:
            item.tell(Result.LEFT_OUT, sentences.GONE)
        elif left(row) != known.details.get("left"):
            item.tell(Result.KEPT, sentences.CHANGED_HERE)
        else:
            item.tell(Result.UPDATED)
            going.append((item, known, row))
    if batch.dry or not going:
        return
    changed = [item for item, _known, _row in going]
    for (item, known, row), text, author in zip(going, _texts(batch, changed), authors(batch, changed), strict=True):
        row.author_id = author.person_id
        _fill(batch, row, item.record, text)
        row.save()
        if text.cut:
            item.tell(Result.REMARK, sentences.CUT)
        details = {**known.details, "left": left(row)}
        batch.remember(item, known.target, row.pk, unresolved=text.unresolved, **details)
