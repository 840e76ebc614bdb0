"""Writing rows of CSV that spreadsheets open as they are meant."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

MARK: Final = codecs.BOM_UTF8
"""Stands first in a file: by it spreadsheets see that it is UTF-8."""

_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_NUMBER: Final = re.compile(r"-?\d+")
# A spreadsheet set to another country splits at semicolons, whatever was quoted: then a formula begins inside a cell.
_INSIDE: Final = re.compile(r"(?<![;,|\s])([;,|\s]+)(?=[=+\-@＝＋－＠])")
_SPLITS: Final = frozenset(";,|\t\r\n")


def lines(rows: Iterable[Sequence[str]]) -> bytes:
    """``rows`` as lines of CSV; cells are written as they are."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, also not the part of it behind a separator; numbers stay."""
    if _NUMBER.fullmatch(text):
        return text
    safe = _INSIDE.sub(_quoted, text)
    return f"'{safe}" if _FORMULA.match(text) else safe


def _quoted(found: re.Match[str]) -> str:
    between = found[1]
    return f"{between}'" if _SPLITS.intersection(between) else between
