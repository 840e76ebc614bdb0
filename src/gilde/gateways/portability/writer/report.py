"""The report of an import: one row of CSV per record, exactly those that were committed."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final

from gilde.core.spreadsheet import MARK, cell, lines
from gilde.gateways.portability.writer.outcome import Outcome


class NotAReport(Exception):
    """Something else stands where the report should go; the text is one sentence."""


class ReportFile:
    """The file of the report, written along with every batch.

    Rows are written before their batch is committed, and the size after them is committed with it: after a fault, what
    lies beyond that size is cut off again, so that no row is missing and none is there twice.

    Args:
        path: where it goes. A file that is there and is no report is left alone.
        size: bytes that belong to what an earlier, stopped run committed; 0 begins anew.

    Attributes:
        size: bytes whose rows are committed.

    Raises:
        NotAReport: something else stands there.
        OSError: it cannot be written.
    """

    def __init__(self, path: Path, size: int = 0) -> None:
        self.path = path
        present = path.stat().st_size if path.exists() else 0
        if present and not _is_report(path):
            raise NotAReport(f"{path} is there already and is no report of an import. Name another file.")
        goes_on = size > 0 and present > 0
        # Without a buffer: what could not be written must not be tried again when the file is closed.
        self._stream = io.FileIO(path, "r+" if goes_on else "w")
        self.size = min(size, present) if goes_on else 0
        try:
            if goes_on:
                self.go_back()
            else:
                self.size = self._write(_BEGIN)
        except BaseException:
            self._stream.close()
            raise

    def write(self, outcomes: Iterable[Outcome]) -> int:
        """Add these rows; the size to :meth:`keep` once they are committed. Raises OSError when the disk is full."""
        cells = ((each.type, each.source_id, each.row or "", each.result.value, each.sentence) for each in outcomes)
        return self.size + self._write(lines([[cell(str(text)) for text in row] for row in cells]))

    def keep(self, size: int) -> None:
        """What was written up to here is committed."""
        self.size = size

    def go_back(self) -> None:
        """Cut off what was written after the last :meth:`keep`: its batch was not committed."""
        self._stream.seek(self.size)
        self._stream.truncate()

    def _write(self, data: bytes) -> int:
        left = memoryview(data)
        while left:
            left = left[self._stream.write(left) :]
        return len(data)

    def __enter__(self) -> ReportFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()


_BEGIN: Final = MARK + lines([("type", "source id", "row", "result", "remark")])


def _is_report(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_BEGIN)) == _BEGIN
