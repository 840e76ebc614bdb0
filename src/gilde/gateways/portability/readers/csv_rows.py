"""Rows of a CSV file, one at a time, whatever is in it.

Not the standard library's parser: that one has a limit per cell for the whole process, loses its place after a cell
above it, and reads a line of any length into memory. This one never raises, never holds more than one bounded row and
says per row what is wrong with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

LONGEST_CELL = 65_536
LONGEST_ROW = 4 * 1024 * 1024
MOST_CELLS = 2_000
_PIECE = 65_536

CELL_TOO_LONG = "cell_too_long"
QUOTE_NEVER_CLOSED = "quote_never_closed"


@dataclass(frozen=True)
class Row:
    """The cells of one row, the lines of the file it stands on, and a code when it cannot be trusted."""

    line: int
    last_line: int
    cells: list[str]
    trouble: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)


@dataclass
class _OpenRow:
    """A row while it is being read."""

    line: int
    longest_cell: int
    cells: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    cell_length: int = 0
    row_length: int = 0
    trouble: str = ""

    def take(self, text: str) -> None:
        self.cell_length += len(text)
        self.row_length += len(text)
        if self.cell_length > self.longest_cell or self.row_length > LONGEST_ROW:
            self.trouble = CELL_TOO_LONG
        else:
            self.parts.append(text)

    def end_cell(self) -> None:
        if len(self.cells) < MOST_CELLS:
            self.cells.append("".join(self.parts))
        else:
            self.trouble = CELL_TOO_LONG
        self.parts.clear()
        self.cell_length = 0

    def closed(self, last_line: int) -> Row:
        return Row(self.line, last_line, self.cells, self.trouble)


def read_rows(stream: TextIO, delimiter: str, *, longest_cell: int = LONGEST_CELL) -> Iterator[Row]:
    """The rows of a text stream opened with ``newline=""``; quoting as in RFC 4180, any of the three line ends.

    A row with an over-long cell, or with a quote that is never closed, comes with its ``trouble`` code.
    """
    cell_end = re.compile(f"[{re.escape(delimiter)}\r\n]")
    line, row = 1, _OpenRow(1, longest_cell)
    at_start, in_quotes, after_quote = True, False, False
    cut_after_return = False
    for piece in iter(lambda: stream.readline(_PIECE), ""):
        if cut_after_return and piece == "\n":  # the second half of a line end that the piece limit cut in two
            cut_after_return = False
            continue
        cut_after_return = len(piece) == _PIECE and piece.endswith("\r")
        ends_line = piece.endswith(("\n", "\r"))
        position, length = 0, len(piece)
        if at_start and not row.cells and '"' not in piece and ends_line and length < longest_cell:
            cells = piece.rstrip("\r\n").split(delimiter)
            yield Row(line, line, cells[:MOST_CELLS], CELL_TOO_LONG if len(cells) > MOST_CELLS else "")
            position = length
            row = _OpenRow(line + 1, longest_cell)
        while position < length:
            if in_quotes:
                quote = piece.find('"', position)
                row.take(piece[position : quote if quote >= 0 else length])
                position = quote + 1 if quote >= 0 else length
                in_quotes, after_quote = quote < 0, quote >= 0
            elif after_quote and piece[position] == '"':
                row.take('"')
                position += 1
                in_quotes, after_quote = True, False
            elif at_start and (opening := _OPENING_QUOTE.match(piece, position)):
                position = opening.end()
                at_start, in_quotes = False, True
            else:
                at_start = after_quote = False
                found = cell_end.search(piece, position)
                row.take(piece[position : found.start() if found else length])
                position = found.end() if found else length
                if found:
                    row.end_cell()
                    at_start = True
                    if found[0] != delimiter:
                        yield row.closed(line)
                        row = _OpenRow(line + 1, longest_cell)
                        position = length
        line += ends_line
    if row.cells or row.parts or row.cell_length or in_quotes:
        row.end_cell()
        if in_quotes:
            row.trouble = QUOTE_NEVER_CLOSED
        yield row.closed(max(row.line, line - 1 if in_quotes else line))


_OPENING_QUOTE = re.compile(' *"')
