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


def lines(rows: Iterable[Sequence[str]]) -> bytes:
    """``rows`` as lines of CSV; cells are written as they are."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
