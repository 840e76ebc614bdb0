"""Office documents are ZIP archives. They are recognised by their list of contents; nothing is unpacked."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import BinaryIO, Final

BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What reading a damaged, locked or hostile archive can raise. Whoever opens one catches these."""

_MAX_ENTRIES: Final = 5_000
_MAX_DIRECTORY: Final = 2_000_000  # bytes
_MAX_UNPACKED: Final = 500_000_000  # bytes that a reader's program would have to unpack
_MAX_RATIO: Final = 200
_SMALL: Final = 10_000_000  # below this a high ratio harms nobody

_OOXML: Final = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_ODF: Final = frozenset(
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation", "graphics")
)


def office_type(stream: BinaryIO, size: int) -> str | None:
    """The content type of an office document without macros, or None for any other archive or a bomb."""
    if not _directory_is_small(stream, size):
        return None
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if len(entries) > _MAX_ENTRIES or _is_bomb(entries) or _is_odd(names):
                return None
            if "[Content_Types].xml" in names:
                return next((kind for part, kind in _OOXML.items() if part in names), None)
            first = entries[0] if entries else None
            if first is not None and first.filename == "mimetype" and first.file_size < 100:
                kind = archive.read(first).decode("ascii", "replace").strip()
                return kind if kind in _ODF else None
    except (*BROKEN, struct.error):
        return None
    return None


def _directory_is_small(stream: BinaryIO, size: int) -> bool:
    """Whether the list of contents, read from the end record, is small enough to be read at all."""
    length = min(size, 22 + 65_535)
    stream.seek(size - length)
    tail = stream.read(length)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return False
    entries, directory = struct.unpack("<10xHI6x", tail[at : at + 22])
    return bool(entries <= _MAX_ENTRIES and directory <= _MAX_DIRECTORY)


def _is_bomb(entries: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    return unpacked > _MAX_UNPACKED or (unpacked > _SMALL and unpacked / packed > _MAX_RATIO)


def _is_odd(names: set[str]) -> bool:
    """Whether the archive carries macros or names that point outside."""
    return any(
        name.startswith("/") or "\\" in name or ".." in name.split("/") or name.lower().endswith("vbaproject.bin")
        for name in names
    )
