"""What a dry run would have written, and how far it is: a small database beside the work, so that it can go on.

A dry run writes nothing into the house. What it says of a record may hang on an earlier one of the same file, so those
are noted here; notes and bookmark of a batch are committed together, as a real run commits its rows with its bookmark.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from gilde.gateways.portability.writer.bookmark import UnderWay

_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, target TEXT, id INTEGER, rest TEXT)",
    "CREATE TABLE IF NOT EXISTS bookmark (id INTEGER PRIMARY KEY CHECK (id = 1), said TEXT)",
)


@dataclass(frozen=True)
class Bookmark:
    """How far a dry run is.

    Attributes:
        stamp: of what is read and how; with another one, positions mean something else.
        position: records that were judged.
        counts: results, problems and remarks until there, as a summary keeps them.
        report_size: bytes of the report that belong to it.
        pretended: how many ids it gave to what it would have written.
    """

    stamp: str = ""
    position: int = 0
    counts: Mapping[str, Any] = field(default_factory=dict)
    report_size: int = 0
    pretended: int = 0


class Notebook:
    """The notes of one dry run.

    Args:
        path: the file; None keeps them in one without a name, gone at the end.
        stamp: when the file holds notes of something else, or none that can be read, it begins anew.

    Attributes:
        bookmark: what was committed last.
    """

    def __init__(self, path: Path | None = None, stamp: str = "") -> None:
        self._path = path
        try:
            self._open(stamp)
        except (sqlite3.DatabaseError, ValueError, TypeError):  # of a power cut, or of another release
            self.begin_anew(stamp)

    def _open(self, stamp: str) -> None:
        self._notes = sqlite3.connect(self._path or "", timeout=1.0)
        if self._path is not None:
            self._notes.execute("PRAGMA journal_mode=WAL")  # whole after any crash, without waiting for the disk
            self._notes.execute("PRAGMA synchronous=NORMAL")
        for table in _TABLES:
            self._notes.execute(table)
        self._notes.commit()
        found = self._notes.execute("SELECT said FROM bookmark").fetchone()
        self.bookmark = Bookmark(**json.loads(found[0])) if found is not None else Bookmark(stamp)
        if self.bookmark.stamp != stamp:
            raise ValueError("notes of something else")

    def begin_anew(self, stamp: str) -> None:
        """Forget all of it."""
        self.remove()
        self._open(stamp)

    def read(self, name: str) -> tuple[str, int, str] | None:
        """What was noted under this name."""
        row = self._notes.execute("SELECT target, id, rest FROM note WHERE name = ?", (name,)).fetchone()
        return (row[0], row[1], row[2]) if row is not None else None

    def write(self, name: str, target: str, number: int, rest: str) -> None:
        """Note something, to be kept with the next bookmark."""
        self._notes.execute("INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?)", (name, target, number, rest))

    def move(self, bookmark: Bookmark) -> None:
        """Keep what was noted since, and how far it is now.

        Raises:
            UnderWay: the bookmark is not where this process left it, so somebody else goes on with the same check.
        """
        try:
            if not self._notes.in_transaction:
                self._notes.execute("BEGIN IMMEDIATE")
            found = self._notes.execute("SELECT said FROM bookmark").fetchone()
            if found is not None and json.loads(found[0])["position"] != self.bookmark.position:
                raise UnderWay("The same check is under way in another process. This one stops; that one goes on.")
            said = json.dumps(asdict(bookmark))
            self._notes.execute("INSERT OR REPLACE INTO bookmark VALUES (1, ?)", (said,))
            self._notes.commit()
        except sqlite3.OperationalError as error:
            raise UnderWay(str(error)) from None
        self.bookmark = bookmark

    def go_back(self) -> None:
        """Forget what was noted since the last bookmark."""
        self._notes.rollback()

    def remove(self) -> None:
        """It is not needed any more."""
        self._notes.close()
        if self._path is not None:
            for end in ("", "-wal", "-shm"):
                self._path.with_name(f"{self._path.name}{end}").unlink(missing_ok=True)

    def __enter__(self) -> Notebook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._notes.close()
