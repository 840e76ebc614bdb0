"""Reading a table that somebody sent: CSV from any programme, in any encoding, whatever is in it.

The standard library's parser has one limit per cell for the whole process and loses its place after a cell above it.
This one works on a bounded piece of text, never raises in the middle, and says per row what is wrong with it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gilde.core.forms import clean_line

MOST_BYTES: Final = 5_000_000
MOST_CELLS: Final = 200
LONGEST_CELL: Final = 1_000  # characters
_DELIMITERS: Final = ",;\t|"
_NOT_TEXT: Final = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"MZ\x90",
)
_CONTROLS: Final = bytes(set(range(32)) - {0, 9, 10, 12, 13, 27}) + b"\x7f"
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)


class UnreadableTable(Exception):
    """A file that is no table; the message is a sentence for the person."""


@dataclass(frozen=True)
class Row:
    """One row: the line of the file it starts on (from 1), its cleaned cells, and a sentence when it cannot be used."""

    line: int
    cells: tuple[str, ...]
    trouble: str = ""

    def cell(self, index: int | None) -> str:
        """The cell at ``index``; empty when the row is too short or there is no such column."""
        return self.cells[index] if index is not None and 0 <= index < len(self.cells) else ""


def read_table(stream: BinaryIO, *, most_rows: int) -> list[Row]:
    """The rows of a CSV file, the first of which usually holds the names of the columns. Blank rows are left out.

    Args:
        stream: what was sent.
        most_rows: more rows than this below the first are refused.

    Raises:
        UnreadableTable: empty, too large, too many rows, or no text at all.
    """
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UnreadableTable(_("This file is too large: the limit is 5 megabytes."))
    text = _decoded(data)
    rows: list[Row] = []
    for row in _rows(text):
        if row.trouble or any(row.cells):
            rows.append(row)
        if len(rows) > most_rows + 1:
            raise UnreadableTable(
                ngettext(
                    "This file has more than %(count)d row. Split it into smaller ones.",
                    "This file has more than %(count)d rows. Split it into smaller ones.",
                    most_rows,
                )
                % {"count": most_rows}
            )
    return rows


def _decoded(data: bytes) -> str:
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise UnreadableTable(_("This file is empty."))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if data.startswith(_NOT_TEXT):
        raise UnreadableTable(_("This is not a CSV file. In your spreadsheet, choose “Save as” and then CSV."))
    sample = data[:65_536]
    if sample.count(0) > len(sample) // 5:
        if sample[0::2].count(0) < sample[1::2].count(0) // 4:
            return data.decode("utf-16-le", "replace")
        if sample[1::2].count(0) < sample[0::2].count(0) // 4:
            return data.decode("utf-16-be", "replace")
    if len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 50:
        raise UnreadableTable(_("This is not a CSV file. In your spreadsheet, choose “Save as” and then CSV."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _utf8_or_windows(data)


def _utf8_or_windows(data: bytes) -> str:
    """UTF-8 with a few broken bytes, unless more bytes contradict it than prove it: then that of Western Windows."""
    text = data.decode("utf-8-sig", "surrogateescape")
    wrong = len(re.findall("[\udc80-\udcff]", text))
    right = len(re.findall("[^\x00-\x7f\udc80-\udcff]", text))
    return data.decode("cp1252", "replace") if wrong >= right else data.decode("utf-8-sig", "replace")


def _rows(text: str) -> Iterator[Row]:
    start, line = 0, 1
    separator = _SEPARATOR_LINE.match(text)
    if separator:
        start, line, delimiter = separator.end(), 2, separator[1]
    else:
        first = _LINE_END.split(text[:20_000].lstrip("\r\n"), maxsplit=1)[0]
        delimiter = max(_DELIMITERS, key=first.count)
    end_of_cell = re.compile(f"{re.escape(delimiter)}|\r\n|\r|\n")
    position, length = start, len(text)
    while position < length:
        cells, begun, trouble = list[str](), position, ""
        while True:
            cell, position, cell_trouble = _cell(text, position, end_of_cell)
            trouble = trouble or cell_trouble
            if len(cells) < MOST_CELLS:
                cells.append(cell)
            else:
                trouble = trouble or _("This row has too many cells.")
            if position >= length or text[position - 1] != delimiter or trouble == _never_closed():
                break
        yield Row(line, tuple(cells), trouble)
        line += len(_LINE_END.findall(text, begun, position))


def _cell(text: str, position: int, end_of_cell: re.Pattern[str]) -> tuple[str, int, str]:
    """The cleaned cell at ``position``, where the next one starts, and what is wrong with it."""
    quoted = re.compile(' *"').match(text, position)
    if quoted is None:
        found = end_of_cell.search(text, position)
        raw, after = text[position : found.start() if found else len(text)], found.end() if found else len(text)
        return *_clean(raw, after), _too_long(raw)
    parts: list[str] = []
    at = quoted.end()
    while True:
        close = text.find('"', at)
        if close < 0:
            # Start again on the next line: one forgotten quote must not eat the rest of the file.
            found = _LINE_END.search(text, position)
            return "", found.end() if found else len(text), _never_closed()
        parts.append(text[at:close])
        at = close + 1
        if text[at : at + 1] != '"':
            break
        parts.append('"')
        at += 1
    found = end_of_cell.search(text, at)
    raw = "".join(parts) + text[at : found.start() if found else len(text)]
    after = found.end() if found else len(text)
    return *_clean(raw, after), _too_long(raw)


def _clean(raw: str, after: int) -> tuple[str, int]:
    try:
        return clean_line(raw[: LONGEST_CELL + 1]), after
    except ValidationError:
        return "", after


def _too_long(raw: str) -> str:
    if len(raw) > LONGEST_CELL:
        return _("A cell in this row is too long.")
    return _("This row contains a character that we cannot save.") if "\x00" in raw else ""


def _never_closed() -> str:
    return _("This row has a quotation mark that is never closed.")
