"""Django's PostgreSQL backend, which survives two things that happen while it runs: a migration and a failover.

Both are answered once and only outside a transaction, where nothing of the work before can be lost: a prepared plan
whose table was altered by a newer release is made again, and a reading query on a connection that was cut is asked
again on a new one.

And five things cost less than they do in Django: seeing that a connection is alive, a long statement, a statement that
was asked before with numbers of another size, waking who listens (:meth:`DatabaseWrapper.notify`), and the statements
of hot paths (:meth:`DatabaseWrapper.carry_out`).
"""

from __future__ import annotations

import select
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from django.db.backends.postgresql import base
from django.db.utils import DatabaseError, InterfaceError, NotSupportedError, OperationalError
from psycopg import _queries
from psycopg.adapt import Loader, Transformer
from psycopg.pq import Format, TransactionStatus
from psycopg.types.numeric import Int4, Int4Dumper, IntDumper

from gilde.core.db.postgresql import numbers, straight

__all__ = ["DatabaseWrapper", "numbers"]  # the second only has to be imported

Statement: TypeAlias = tuple[str, Sequence[Any]]
Done: TypeAlias = tuple[list[tuple[Any, ...]], int]  # its rows, and how many it gave or changed

_STALE_PLAN = "cached plan must not change result type"

# Psycopg reads a statement for its marks once when it is short, and each time when it is long: half a millisecond for
# the longest of a page. Ours are the same text each time, so they are remembered as well.
_queries.MAX_CACHED_STATEMENT_LENGTH = 16_384
_queries.MAX_CACHED_STATEMENT_PARAMS = 256

_SMALL = range(-(2**31), 2**31)


class _Number(IntDumper):
    """A number as an integer or larger, never as a smallint.

    A prepared statement is one for the types of its values. With three sizes of number among twenty ids it is almost
    always a new one, and planning it takes PostgreSQL ten times as long as carrying it out.
    """

    _as_integer = Int4Dumper(Int4)

    def get_key(self, obj: Any, format: Any) -> Any:
        """What tells this dumper from those for other numbers."""
        return Int4 if obj in _SMALL else super().get_key(obj, format)

    def upgrade(self, obj: Any, format: Any) -> Any:
        """The dumper for this number."""
        return self._as_integer if obj in _SMALL else super().upgrade(obj, format)


class _JsonbAsText(Loader):
    """A binary jsonb column as its text, as Django has the other form: its fields read it themselves."""

    format = Format.BINARY

    def load(self, data: Any) -> str:
        """The text after the byte that tells the version."""
        return bytes(data[1:]).decode()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that asks again, once, after a stale plan or a cut."""

    health_check_done: bool
    health_check_enabled: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._to_notify: set[str] = set()
        self._values: Any = None  # what translates values for this connection
        self._waiting: list[Statement] = []  # what goes with the next trip of this transaction
        self.execute_wrappers.append(self._ask_again)

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, with numbers that have one type."""
        params: dict[str, Any] = super().get_connection_params()
        params["context"].adapters.register_dumper(int, _Number)
        params["context"].adapters.register_loader("jsonb", _JsonbAsText)
        return params

    def carry_out(self, sql: str, params: Sequence[Any]) -> tuple[list[tuple[Any, ...]], int]:
        """The rows of one statement, and how many it gave or changed; ``%s`` stands for every value.

        The server answers in its own form: Django reads moments out of text with code of its own, which for a page of
        the stream costs three times what all the rest of its rows does. They come with the zone ``UTC`` either way. A
        statement that is ready on the server goes straight through libpq, at half of what a cursor takes (decision 23).

        Raises:
            DatabaseError: what Django's cursor raises, in the same cases.
        """
        return self._carried_out([(sql, params)])[0]

    def carry_out_all(self, statements: Sequence[Statement]) -> list[list[tuple[Any, ...]]]:
        """The rows of each of these reading statements, in one trip when all of them are ready on the server.

        Raises:
            DatabaseError: what :meth:`carry_out` raises.
        """
        return [rows for rows, _count in self._carried_out(statements)]

    def carry_out_soon(self, sql: str, params: Sequence[Any]) -> None:
        """Let a statement whose answer nobody needs wait for this transaction's next trip, its commit at the latest.

        Whatever is asked after it finds it done. What it is refused for is raised there.
        """
        if self.in_atomic_block and not self._is_watched:
            self._waiting.append((sql, params))
        else:
            self.carry_out(sql, params)

    def _carried_out(self, statements: Sequence[Statement]) -> list[Done]:
        """What each of these statements gives; those that wait go before them."""
        all_of_them = [*self._waiting, *statements]
        if not all_of_them:
            return []
        ready = self._all_ready(all_of_them)  # a value that cannot be sent leaves those that wait where they are
        waiting, self._waiting = self._waiting, []
        if ready is not None:
            try:
                with self.wrap_database_errors:
                    return self._straight(ready)[len(waiting) :]
            except (DatabaseError, InterfaceError) as error:
                if self.in_atomic_block or not self._may_ask_again(error, all_of_them):
                    raise
                self.close()
        if len(all_of_them) > 1:  # one after the other, those that are ready straight
            return [self._carried_out([statement])[0] for statement in all_of_them][len(waiting) :]
        return [self._through_a_cursor(*all_of_them[0])][len(waiting) :]

    def _through_a_cursor(self, sql: str, params: Sequence[Any]) -> Done:
        with self.cursor() as cursor:
            cursor.cursor.format = Format.BINARY
            cursor.execute(sql, params)
            return (cursor.fetchall() if cursor.description else []), cursor.rowcount

    @property
    def _is_watched(self) -> bool:
        """Whether somebody looks at each statement as Django's cursor carries it out, or wants it refused."""
        return bool(self.queries_logged or self.needs_rollback or len(self.execute_wrappers) > 1)

    def _all_ready(self, statements: Sequence[Statement]) -> list[straight.Ready] | None:
        """The statements as they are sent, when a cursor would do no more than that; None when one is not prepared.

        Raises:
            DatabaseError: a value cannot be sent, such as a text with NUL in it.
        """
        self.validate_thread_sharing()
        self.close_if_health_check_failed()
        self.ensure_connection()
        if self._is_watched:
            return None
        if self._values is None or self._values.connection is not self.connection:
            self._values = Transformer(self.connection)
        ready = []
        with self.wrap_database_errors:
            for sql, params in statements:
                one = straight.ready(self.connection, self._values, sql, params)
                if one is None:
                    return None
                ready.append(one)
        return ready

    def _straight(self, ready: Sequence[straight.Ready], *, last: Sequence[bytes] = ()) -> list[Done]:
        """These in one trip, after the beginning of a transaction that has not begun yet, and before plain commands."""
        line: Any = self.connection
        begins = not line.autocommit and line.pgconn.transaction_status == TransactionStatus.IDLE
        if len(ready) == 1 and not begins and not last:
            return [straight.one(line, self._values, ready[0])]
        first = (b"BEGIN",) if begins else ()
        done = straight.several(line, self._values, [*first, *ready, *last])
        return done[len(first) : len(first) + len(ready)]

    def close_if_health_check_failed(self) -> None:
        """Look at the connection before the first query of a request; ask the server only when there is a reason.

        A server that ends a connection says so, or its end of the line closes: then there is something to read. A line
        on which nothing came in is as good as one that answered ``SELECT 1`` a moment ago.
        """
        if self.connection is not None and self.health_check_enabled and not self.health_check_done:
            self.health_check_done = _is_quiet(self.connection)
        super().close_if_health_check_failed()

    def notify(self, channel: str) -> None:
        """Wake who listens to ``channel``, a plain name: with the commit of this transaction, or at once outside one.

        However often it is asked for, it is said once, in the same message to the server as the commit.
        """
        if not self.in_atomic_block:
            with self.cursor() as cursor:
                cursor.execute(f"NOTIFY {channel}")
            return
        self._to_notify.add(channel)

    def _commit(self) -> None:
        words = [f"NOTIFY {channel}".encode() for channel in sorted(self._to_notify)]
        if self.connection is None or not (words or self._waiting):
            super()._commit()  # type: ignore[misc]  # django-stubs does not know it
            return
        self._to_notify.clear()
        ready = self._all_ready(self._waiting)
        waiting, self._waiting = self._waiting, []
        if ready is None:
            for statement in waiting:
                self._carried_out([statement])
            ready = []
        with self.wrap_database_errors:
            self._straight(ready, last=[*words, b"COMMIT"])

    def _rollback(self) -> None:
        self._forget()
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self._waiting.clear()  # all of them came after the savepoint: making it was a trip
        super()._savepoint_rollback(sid)  # type: ignore[misc]

    def close(self) -> None:
        """What was to be done or said in a transaction that never ended is not."""
        self._forget()
        super().close()

    def _forget(self) -> None:
        self._to_notify.clear()
        self._waiting.clear()

    def _ask_again(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if self._waiting:
            self._carried_out(())
        try:
            return execute(sql, params, many, context)
        except (NotSupportedError, OperationalError, InterfaceError) as error:
            if many or self.in_atomic_block or not self._may_ask_again(error, [(str(sql), ())]):
                raise
        self.close()
        self.ensure_connection()
        context["cursor"].cursor = self.create_cursor()
        return execute(sql, params, many, context)

    def _may_ask_again(self, error: Exception, statements: Sequence[Statement]) -> bool:
        """Whether these, outside a transaction, were surely not carried out, or only read."""
        if isinstance(error, NotSupportedError):
            return _STALE_PLAN in str(error)
        cut = self.connection is not None and self.connection.closed
        return cut and all(sql.lstrip().upper().startswith("SELECT") for sql, _params in statements)


def _is_quiet(connection: Any) -> bool:
    """Whether this psycopg connection is open and nothing has come in since it was last used."""
    if connection.closed:
        return False
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    return not line.poll(0)
