"""The words of a document, read in a process of its own with little time and little memory.

Run as a program with the kind of document and its path, without Django and without the rest of Gilde: whatever a
hostile file does to its parser ends here. Prints JSON: ``text``, and ``reason`` where there is none or not all of it.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
import zlib
from contextlib import suppress
from typing import IO, Final
from xml.parsers import expat

MOST_CHARACTERS: Final = 200_000
MOST_PAGES: Final = 300
_MOST_XML: Final = 40_000_000  # bytes of all parts that are read, unpacked
_MOST_PARTS: Final = 400
_MEMORY: Final = 512 * 1024**2
_SECONDS: Final = 20
_CHUNK: Final = 65_536
_GAPS: Final = re.compile(r"\s+")
# As archive.BROKEN, which a program without the rest of Gilde cannot import; a test holds the two together.
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
# kind → the parts that hold words, and the elements that end a stretch of them
_OFFICE: Final = {
    "word": (r"word/(?:document|footnotes|endnotes|comments)\.xml", {"w:p", "w:tab", "w:br"}, {"w:t"}),
    "slides": (r"ppt/(?:slides|notesSlides)/[^/]+\.xml", {"a:p", "a:br"}, {"a:t"}),
    "sheet": (r"xl/(?:sharedStrings|workbook|worksheets/sheet\d+)\.xml", {"si", "is", "c"}, {"t"}),
    "open": (r"content\.xml", {"text:p", "text:h", "text:tab", "text:line-break"}, None),
}


class Unreadable(Exception):
    """Why there is no text: ``damaged``, ``locked``, ``swells``."""


class _Enough(Exception):
    """As much text as is kept."""


class _Words:
    """The text so far."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.size = 0

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.size += len(piece)
        if self.size > MOST_CHARACTERS * 2:  # gaps are taken out at the end
            raise _Enough

    def text(self) -> str:
        return _GAPS.sub(" ", "".join(self.pieces).replace("\0", " ")).strip()[:MOST_CHARACTERS]


def read(kind: str, path: str, words: _Words) -> str:
    """Collect the words of the document; why that is not all of it, or empty. Raises :class:`Unreadable`."""
    if kind == "pdf":
        return _read_pdf(path, words)
    if kind == "plain":
        with open(path, "rb") as stream:
            content = stream.read(MOST_CHARACTERS * 4)
        words.add(content.decode("utf-8-sig", "replace"))
        return ""
    return _read_office(kind, path, words)


def _read_pdf(path: str, words: _Words) -> str:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.disable(logging.CRITICAL)
    try:
        document = PdfReader(path)
        if document.is_encrypted and not document.decrypt(""):
            raise Unreadable("locked")
        for number, page in enumerate(document.pages):
            if number >= MOST_PAGES:
                return "long"
            words.add(page.extract_text() + "\n")
    except PyPdfError:
        if not words.size:
            raise Unreadable("damaged") from None
        return "damaged"
    return ""


def _read_office(kind: str, path: str, words: _Words) -> str:
    pattern, ends, holders = _OFFICE[kind]
    left = _MOST_XML
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if re.fullmatch(pattern, part.filename)]
            for part in sorted(parts, key=lambda each: _in_order(each.filename))[:_MOST_PARTS]:
                with archive.open(part) as stream:
                    left -= _read_xml(stream, words, ends, holders, left)
                words.add("\n")
    except _BROKEN:
        raise Unreadable("damaged") from None
    return "long" if len(parts) > _MOST_PARTS else ""


def _in_order(name: str) -> tuple[str, int, str]:
    number = re.search(r"(\d+)\.xml$", name)
    return name.rpartition("/")[0], int(number[1]) if number and len(number[1]) < 9 else 0, name


def _read_xml(stream: IO[bytes], words: _Words, ends: set[str], holders: set[str] | None, most: int) -> int:
    """Add the words of one part; how many bytes it had. A document type is refused, so there are no entities."""
    inside = [0]
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def begin(name: str, _attributes: dict[str, str]) -> None:
        inside[0] += holders is None or name in holders

    def end(name: str) -> None:
        inside[0] -= holders is None or name in holders
        if name in ends:
            words.add(" ")

    def said(text: str) -> None:
        if inside[0] > 0:
            words.add(text)

    def refuse(*_: object) -> None:
        raise Unreadable("damaged")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, said
    parser.StartDoctypeDeclHandler = refuse
    size = 0
    try:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise Unreadable("swells")
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Unreadable("damaged") from None
    return size


def answer(kind: str, path: str) -> dict[str, str]:
    """What there is to say about this document."""
    words = _Words()
    reason = ""
    try:
        reason = read(kind, path, words)
    except _Enough:
        reason = "long"
    except Unreadable as error:
        return {"text": "", "reason": str(error)}
    except MemoryError:
        words.pieces.clear()
        return {"text": "", "reason": "swells"}
    except RecursionError:
        reason = "damaged"
    except Exception:
        # A parser that fell over something nobody thought of: this file has no more words than were read.
        reason = "damaged"
    text = words.text()
    return {"text": text, "reason": reason or ("" if text else "empty")}


def _be_small() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _main(arguments: list[str]) -> None:
    _be_small()
    json.dump(answer(*arguments), sys.stdout)


if __name__ == "__main__":
    _main(sys.argv[1:3])
