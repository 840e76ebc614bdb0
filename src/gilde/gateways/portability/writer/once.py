"""Of two records with the same name in one export, the first counts."""

from __future__ import annotations

import hashlib
import sqlite3

from gilde.gateways.portability.records import Problem, Record
from gilde.gateways.portability.writer.index import name_of


class Once:
    """Remembers the names that came by, in a temporary file of its own, so that memory stays flat.

    Without it the second of two would change what the first became, and every next run would change both again.
    """

    def __init__(self) -> None:
        self._names = sqlite3.connect("", isolation_level=None)  # a file without a name, gone when the connection is
        self._names.execute("PRAGMA synchronous = OFF")
        self._names.execute("PRAGMA journal_mode = OFF")
        self._names.execute("CREATE TABLE name (digest BLOB PRIMARY KEY) WITHOUT ROWID")
        self._names.execute("BEGIN")

    def judged(self, record: Record) -> Record:
        """The record, or the problem that its name came by before."""
        if isinstance(record, Problem):
            return record
        name = "\0".join(name_of(record.source, record.type, record.source_id))
        digest = hashlib.blake2b(name.encode(), digest_size=16).digest()
        if self._names.execute("INSERT OR IGNORE INTO name VALUES (?)", (digest,)).rowcount:
            return record
        return Problem(source=record.source, source_id=record.source_id, code="id_twice", row=record.row)
