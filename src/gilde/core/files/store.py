"""Keeping a file that somebody sent.

:func:`store_upload` reads, checks, remakes and writes before it touches the database, and then inserts one row. Call
it from a view, before the action and outside its transaction: a picture takes up to seconds, and no other writer
should wait for it. The action then receives the :class:`StoredFile` and ties it to something. A file that nobody
ties is removed by the clean-up after a week.
"""

from __future__ import annotations

import hashlib
import tempfile
import uuid
from collections.abc import Collection
from typing import Any, BinaryIO, Final, cast

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gilde.core.clock import now
from gilde.core.files.image import CONTENT_TYPE, Square, remake
from gilde.core.files.names import safe_name
from gilde.core.files.sniff import UnusableFile, recognise
from gilde.core.files.words import read_words
from gilde.core.idempotency import first_result
from gilde.core.models.file import FileKind, StoredFile, blob_path

__all__ = ["ANY_KIND", "Square", "UnusableFile", "store_upload"]

ANY_KIND: Final = frozenset(FileKind)
_CHUNK: Final = 1024 * 1024


def store_upload(
    upload: File[bytes] | BinaryIO,
    *,
    name: str,
    kinds: Collection[FileKind] = ANY_KIND,
    uploader_id: int | None,
    client_id: uuid.UUID | None = None,
    square: Square | None = None,
) -> StoredFile:
    """Keep ``upload`` and return its row; a replay with the same client id gives the first row.

    Args:
        upload: what was sent, or any binary stream.
        name: what the person called it; made safe, shown, never trusted.
        kinds: the kinds that are welcome here.
        uploader_id: the person who sends it, None for the system (demo, imports).
        client_id: of the form, for idempotency.
        square: for portraits, the square to cut out of the picture.

    Raises:
        UnusableFile: with a sentence, when the file is too large, of an unwelcome kind, damaged or dangerous.
        OSError: when the storage cannot be written; the fault page then asks to try again.
    """
    first = first_result(StoredFile, client_id=client_id, uploader_id=uploader_id)
    if first is not None:
        return first
    with tempfile.SpooledTemporaryFile(max_size=_CHUNK) as spool:
        stream, size = _seekable(upload, cast(BinaryIO, spool))
        kind, content_type = recognise(stream, size)
        if kind not in kinds:
            raise UnusableFile(_unwelcome(kinds))
        row = StoredFile(kind=kind, content_type=content_type, uploader_id=uploader_id, client_id=client_id)
        if kind == FileKind.IMAGE:
            _keep_picture(row, stream, square)
        else:
            _keep_bytes(row, stream, size)
    row.name = safe_name(name, row.content_type)
    row.created_at = now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            if kind == FileKind.DOCUMENT:
                read_words.enqueue(row.pk)
    except IntegrityError:
        first = first_result(StoredFile, client_id=client_id, uploader_id=uploader_id)
        if first is None:
            raise
        return first
    return row


def _seekable(upload: Any, spool: BinaryIO) -> tuple[BinaryIO, int]:
    """The upload as a stream that can be read twice, and its size in bytes, which is limited here."""
    stream = getattr(upload, "file", upload)
    limit: int = settings.MAX_UPLOAD_BYTES
    if stream.seekable():
        size = stream.seek(0, 2)
        if not isinstance(size, int):  # some file-likes return nothing from seek
            size = stream.tell()
    else:
        size = 0
        while size <= limit and (chunk := stream.read(_CHUNK)):
            size += spool.write(chunk)
        stream = spool
    if size > limit:
        megabytes = limit // 1_000_000
        raise UnusableFile(
            ngettext(
                "This file is too large: the limit is %(number)d megabyte.",
                "This file is too large: the limit is %(number)d megabytes.",
                megabytes,
            )
            % {"number": megabytes}
        )
    return stream, size


def _unwelcome(kinds: Collection[FileKind]) -> str:
    if set(kinds) == {FileKind.IMAGE}:
        return _("This is not a picture. JPEG, PNG, WebP and GIF work.")
    if set(kinds) == {FileKind.SOUND}:
        return _("This is not a sound file. MP3, M4A, OGG and WAV work.")
    return _("You cannot use this kind of file here.")


def _keep_picture(row: StoredFile, stream: BinaryIO, square: Square | None) -> None:
    picture = remake(stream, square)
    row.content_type = CONTENT_TYPE
    row.width, row.height = picture.width, picture.height
    row.size = len(picture.data)
    row.sha256 = hashlib.sha256(picture.data).hexdigest()
    # The smaller versions first: once the full one is there, all are.
    for width, data in picture.variants.items():
        _write(row.variant_path(width), ContentFile(data))
    _write(row.path, ContentFile(picture.data))


def _keep_bytes(row: StoredFile, stream: BinaryIO, size: int) -> None:
    stream.seek(0)
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    row.size = size
    row.sha256 = digest.hexdigest()
    stream.seek(0)
    _write(blob_path(row.sha256), File(stream))


def _write(path: str, content: File[bytes]) -> None:
    refresh = getattr(default_storage, "refresh", None)
    if refresh(path) if refresh else default_storage.exists(path):
        return
    default_storage.save(path, content)
