"""Django's SQLite backend with a write gate before BEGIN IMMEDIATE (see :mod:`gilde.core.db.gate`).

Every write should be inside ``atomic()``. A single statement outside a transaction passes the gate on its own, with
its RETURNING rows read before the gate opens for the next. Reading outside a transaction never waits. Databases in
memory (tests) have no gate.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from sqlite3 import dbapi2 as Database
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from gilde.core.db.gate import GateTimeout, WriteGate, gate_for

_WRITES = re.compile(
    r"\s*(?:(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|REINDEX|VACUUM|ANALYZE)\b"
    r"|WITH\b.*\b(?:INSERT\s+INTO|REPLACE\s+INTO|DELETE\s+FROM|UPDATE\s+\S+\s+SET)\b)",
    re.IGNORECASE | re.DOTALL,
)
_READS = re.compile(r"\s*SELECT\b", re.IGNORECASE)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the write gate while it is in a transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: WriteGate | None = None

    # ── the gate ──────────────────────────────────────────────────────────────
    def _enter_gate(self) -> None:
        if self._held is not None or self.is_in_memory_db():
            return
        gate = gate_for(str(self.settings_dict["NAME"]))
        try:
            gate.acquire(float(self.settings_dict["OPTIONS"].get("timeout", 30)))
        except GateTimeout:
            raise OperationalError("database is locked: the write gate stayed shut") from None
        self._held = gate

    def _leave_gate(self) -> None:
        gate, self._held = self._held, None
        if gate is not None:
            gate.release()

    @contextmanager
    def gate_for_statement(self, sql: str) -> Iterator[bool]:
        """Hold the gate around one writing statement outside a transaction; yields whether it was taken."""
        if (
            self._held is not None
            or self.connection is None
            or self.connection.in_transaction
            or not _WRITES.match(sql)
        ):
            yield False
            return
        self._enter_gate()
        try:
            yield True
        finally:
            self._leave_gate()

    # ── where Django begins and ends transactions ─────────────────────────────
    def _start_transaction_under_autocommit(self) -> None:
        self._enter_gate()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_gate()
            raise

    def _set_autocommit(self, autocommit: bool) -> None:
        if not autocommit:
            self._enter_gate()  # manual transactions begin by themselves at the first write
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if autocommit:
            self._leave_gate()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._leave_gate_after_transaction()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_gate_after_transaction()

    def _leave_gate_after_transaction(self) -> None:
        # A COMMIT that failed leaves the transaction open; Django then rolls back, or closes when that fails too.
        if self.connection is None or not self.connection.in_transaction:
            self._leave_gate()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave_gate()

    # ── statements of hot paths ───────────────────────────────────────────────
    def carry_out(self, sql: str, params: Sequence[Any]) -> tuple[list[tuple[Any, ...]], int]:
        """The rows of one statement, and how many it changed; ``%s`` stands for every value.

        Reading, and writing inside a transaction, needs none of what a cursor does: it goes straight to SQLite.

        Raises:
            DatabaseError: what Django's cursor raises, in the same cases.
        """
        self.validate_thread_sharing()
        self.close_if_health_check_failed()
        self.ensure_connection()
        watched = self.queries_logged or self.needs_rollback or self.execute_wrappers
        if watched or not (self.in_atomic_block or _READS.match(sql)):
            with self.cursor() as cursor:
                cursor.execute(sql, params)
                return (cursor.fetchall() if cursor.description else []), cursor.rowcount
        with self.wrap_database_errors:
            found = self.connection.execute(_with_question_marks(sql), params)
            return found.fetchall(), found.rowcount

    def carry_out_all(self, statements: Sequence[tuple[str, Sequence[Any]]]) -> list[list[tuple[Any, ...]]]:
        """The rows of each statement, one after the other: there is no server to go to."""
        return [self.carry_out(sql, params)[0] for sql, params in statements]

    def carry_out_soon(self, sql: str, params: Sequence[Any]) -> None:
        """Carry out a statement whose answer nobody needs; at once."""
        self.carry_out(sql, params)

    # ── connecting ────────────────────────────────────────────────────────────
    def get_new_connection(self, conn_params: dict[str, Any]) -> Database.Connection:
        """Connect; the very first connection to a new file turns on WAL alone, because that needs the whole file."""
        connection: Database.Connection
        if self.is_in_memory_db() or _is_wal(str(self.settings_dict["NAME"])):
            connection = super().get_new_connection(conn_params)
            return connection
        self._enter_gate()
        try:
            connection = super().get_new_connection(conn_params)
        finally:
            self._leave_gate()
        return connection

    def create_cursor(self, name: str | None = None) -> GatedCursor:  # noqa: ARG002 - Django's signature
        """A cursor that knows this connection."""
        cursor: GatedCursor = self.connection.cursor(factory=GatedCursor)
        cursor.wrapper = self
        return cursor


class GatedCursor(base.SQLiteCursorWrapper):
    """A cursor whose lone writes pass the gate."""

    wrapper: DatabaseWrapper
    _rows: Iterator[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        """As the standard cursor, through the gate when needed."""
        self._rows = None
        with self.wrapper.gate_for_statement(query) as alone:
            result = super().execute(query, params)
            if alone and self.description is not None:
                # The statement commits when its last row is read, so read it before the gate opens again.
                self._rows = iter(super().fetchall())
        return result

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """As the standard cursor; the statements of the hot pages are long and always the same, so they are kept."""
        if param_names is not None:
            return str(super().convert_query(query, param_names=param_names))
        return _with_question_marks(query)

    def executemany(self, query: str, param_list: Any) -> Any:
        """As the standard cursor, through the gate when needed."""
        self._rows = None
        with self.wrapper.gate_for_statement(query):
            return super().executemany(query, param_list)

    def fetchone(self) -> Any:
        """The next row, or None."""
        return super().fetchone() if self._rows is None else next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows, at most ``size``."""
        count = self.arraysize if size is None else size
        if self._rows is None:
            return super().fetchmany(count)
        return [row for _, row in zip(range(count), self._rows, strict=False)]

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        return super().fetchall() if self._rows is None else list(self._rows)

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        return super().__iter__() if self._rows is None else self._rows


@lru_cache(maxsize=256)
def _with_question_marks(query: str) -> str:
    """``query`` with the places of its values as SQLite writes them; a statement of 5 kB costs 40 µs to rewrite."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


# Descriptors of database files that were looked at. They stay open for as long as the process lives: closing any
# descriptor of a file takes away all locks that the process has on it (fcntl(2)), those of SQLite's connections too.
# Another program that closes its connection would then take itself for the last one and throw the log (WAL) away
# beneath us, with everything that was acknowledged since (https://sqlite.org/howtocorrupt.html, section 2.2).
_looked_at: dict[tuple[int, int], int] = {}


def _is_wal(path: str) -> bool:
    """Whether the file's header says that it is in WAL mode already (bytes 18 and 19 of the SQLite file format)."""
    try:
        found = os.stat(path)
        file = (found.st_dev, found.st_ino)
        if file not in _looked_at:
            # Two threads at once leave one descriptor too many, which is better than closing it.
            _looked_at[file] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        return os.pread(_looked_at[file], 2, 18) == b"\x02\x02"
    except OSError:
        return False
