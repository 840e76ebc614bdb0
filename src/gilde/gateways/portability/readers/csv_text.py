"""Opening a CSV file as text: its encoding found before the first row, whatever wrote it."""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TextIO, cast

from gilde.gateways.portability.records import UnreadableFile

_SAMPLE = 65_536
_CHUNK = 1 << 20
_KINDS_BY_START = {
    b"PK\x03\x04": "a spreadsheet (xlsx, ods) or a ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Excel file (xls)",
    b"%PDF": "a PDF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format": "a database",
}
_CONTROLS = bytes(set(range(32)) - {0, 9, 10, 12, 13}) + b"\x7f"


@dataclass(frozen=True)
class Encoding:
    """How the bytes of a file become text. ``is_assumed`` when nothing in the file proves it."""

    name: str
    is_assumed: bool = False


@contextmanager
def open_text(path: Path) -> Iterator[tuple[TextIO, Encoding]]:
    """The file (plain or ``.gz``) as text with its line ends kept, and the encoding that was found.

    Raises :class:`UnreadableFile` with a sentence when it is empty, missing, damaged or not text.
    """
    try:
        with _open_bytes(path) as raw:
            encoding = _find_encoding(path, raw)
        with _open_bytes(path) as raw, io.TextIOWrapper(raw, encoding.name, "replace", newline="") as stream:
            yield stream, encoding
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise UnreadableFile(f"The file {path.name} is damaged: its compressed content breaks off.") from None
    except OSError as error:
        raise UnreadableFile(f"The file {path.name} cannot be opened: {error.strerror or error}.") from None


def _open_bytes(path: Path) -> IO[bytes]:
    if path.is_dir():
        raise UnreadableFile(f"{path.name} is a folder; give the file in it.")
    return cast(IO[bytes], gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _find_encoding(path: Path, raw: IO[bytes]) -> Encoding:
    sample = raw.read(_SAMPLE)
    if not sample.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise UnreadableFile(f"The file {path.name} is empty.", code="nothing")
    for start, kind in _KINDS_BY_START.items():
        if sample.startswith(start):
            raise UnreadableFile(f"{path.name} is {kind}, not CSV. Save or export it as CSV first.", code="not_text")
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16")
    if sample.count(0) > len(sample) // 5:
        if sample[0::2].count(0) < sample[1::2].count(0) // 4:
            return Encoding("utf-16-le", is_assumed=True)
        if sample[1::2].count(0) < sample[0::2].count(0) // 4:
            return Encoding("utf-16-be", is_assumed=True)
        raise UnreadableFile(f"{path.name} is not a text file.", code="not_text")
    if len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 50:
        raise UnreadableFile(f"{path.name} is not a text file.", code="not_text")
    return _utf8_or_windows(sample, raw)


def _utf8_or_windows(sample: bytes, raw: IO[bytes]) -> Encoding:
    """UTF-8 unless more bytes contradict it than prove it; then the encoding of Western European Windows."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    right = wrong = 0
    chunk = sample
    while chunk:
        if not chunk.isascii():
            text = decoder.decode(chunk)
            wrong += len(re.findall("[\udc80-\udcff]", text))
            right += len(re.findall("[^\x00-\x7f\udc80-\udcff]", text))
        chunk = raw.read(_CHUNK)
    wrong += len(decoder.decode(b"", final=True))
    if wrong and wrong >= right:
        return Encoding("cp1252", is_assumed=True)
    return Encoding("utf-8-sig", is_assumed=bool(wrong))
