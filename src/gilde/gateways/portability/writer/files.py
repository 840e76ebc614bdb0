"""Imported files: kept like an upload, hung on what they belong to."""

from __future__ import annotations

import os
import uuid
from collections import Counter
from collections.abc import Mapping
from typing import BinaryIO, Final

from gilde.core.files.sniff import recognise
from gilde.core.files.store import UnusableFile, store_upload
from gilde.core.models import StoredFile
from gilde.dialogue.actions.attachment import MOST_FILES
from gilde.dialogue.models import Attachment
from gilde.gateways.portability import records
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.readers import HoldsFiles
from gilde.gateways.portability.writer import sentences
from gilde.gateways.portability.writer.batch import Batch, Item
from gilde.gateways.portability.writer.outcome import Result

_NAMES: Final = uuid.UUID("5b0a3f0e-6f0b-4c8e-9a53-0a4f6f1c2d77")
_NAME: Final = 200  # characters
FileItem = Item[records.File]


def store_files(batch: Batch) -> dict[str, StoredFile | str]:
    """Keep the files of this batch, before its transaction: the stored file, or why there is none, by digest.

    Asked again after a stop, a file is not kept twice; in a dry run it is only looked for. Raises OSError when the
    storage cannot be written.
    """
    found: dict[str, StoredFile | str] = {}
    for item in batch.of(records.File):
        if item.known is None or item.known.digest != item.digest:
            found[item.digest] = _stored(batch, item)
    return found


def _stored(batch: Batch, item: FileItem) -> StoredFile | str:
    record = item.record
    if not record.path:
        return str(sentences.NO_FILE)
    try:
        stream = _opened(batch, record)
    except OSError as error:
        return str(sentences.FILE_UNREADABLE) % {"reason": error.strerror or error}
    if stream is None:
        return str(sentences.NO_FILE)
    with stream:
        try:
            if batch.dry:
                recognise(stream, stream.seek(0, os.SEEK_END))
                return StoredFile()
            client_id = uuid.uuid5(_NAMES, item.digest)
            return store_upload(stream, name=record.name, uploader_id=None, client_id=client_id)
        except UnusableFile as error:
            return str(error)


def _opened(batch: Batch, record: records.File) -> BinaryIO | None:
    """The content of a file: from within what its reader reads, else beside it; None where it is not."""
    if isinstance(batch.context.reader, HoldsFiles):
        return batch.context.reader.open_file(record)
    root = batch.context.root.resolve()
    path = (root / record.path).resolve()
    return path.open("rb") if path.is_relative_to(root) and path.is_file() else None


def write_files(batch: Batch, stored: Mapping[str, StoredFile | str]) -> None:
    """Hang the files of this batch on their contribution, answer or comment; one that changed takes its own place."""
    new, changed = batch.triage(batch.of(records.File))
    going: list[tuple[FileItem, ImportedRecord, StoredFile]] = []
    for item in [*new, *(item for item, _known in changed)]:
        target = batch.index.get(item.record.source, item.record.target_kind, item.record.target_id)
        file = stored.get(item.digest, str(sentences.NO_FILE))
        if target is None:
            item.tell(Result.LEFT_OUT, sentences.NOTHING_THERE)
        elif isinstance(file, str):
            item.tell(Result.LEFT_OUT, file)
        else:
            going.append((item, target, file))
    if batch.dry:
        for item, _target, _file in going:
            _told(item)
            batch.remember(item, "attachment", None)
        return
    Attachment.objects.filter(
        pk__in=[item.known.target_id for item, _target, _file in going if item.known is not None]
    ).delete()
    hanging: Counter[tuple[int, int | None, int | None]] = Counter(
        Attachment.objects.filter(contribution__in={_contribution(target) for _item, target, _file in going})
        .order_by()
        .values_list("contribution_id", "answer_id", "comment_id")
    )
    rows = []
    for item, target, file in going:
        answer_id = target.target_id if target.target == "answer" else None
        comment_id = target.target_id if target.target == "comment" else None
        place = _contribution(target), answer_id, comment_id
        hanging[place] += 1
        if hanging[place] > MOST_FILES:
            item.tell(Result.LEFT_OUT, sentences.TOO_MANY_FILES)
            continue
        rows.append((
            item,
            Attachment(
                file=file, name=item.record.name[:_NAME], contribution_id=place[0], answer_id=answer_id,
                comment_id=comment_id, at=batch.at,
            ),
        ))  # fmt: skip
    Attachment.objects.bulk_create([row for _item, row in rows])
    for item, row in rows:
        _told(item)
        batch.remember(item, "attachment", row.pk)


def _told(item: FileItem) -> None:
    item.tell(Result.UPDATED if item.known is not None else Result.ADDED)


def _contribution(target: ImportedRecord) -> int:
    number: int = target.target_id if target.target == "contribution" else target.details["contribution"]
    return number
