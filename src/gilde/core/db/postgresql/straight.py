"""Statements that are ready on the server, straight through libpq: what psycopg's cursor does, without the detour.

A cursor of psycopg is made for every use: generators that wait for every kind of connection, a lock, a result that is
kept. Through Django's cursor around it a statement of nothing takes the client 0.1 ms; this way it takes half of that,
and several go out in one message and come back in one (libpq's pipeline). Psycopg still prepares, counts and forgets
statements: what is not in its list of ready ones goes through a cursor.

https://www.postgresql.org/docs/current/libpq-pipeline-mode.html
"""

from __future__ import annotations

import select
from collections.abc import Sequence
from typing import Any, NamedTuple

from psycopg import OperationalError, _queries
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format


class Ready(NamedTuple):
    """A statement by its name on the server, with its values and their forms as they are sent."""

    name: bytes
    values: Sequence[Any]
    forms: Sequence[Any]


def ready(line: Any, values: Any, sql: str, params: Sequence[Any]) -> Ready | None:
    """What is sent for this statement on this psycopg connection; None when it was not asked often enough yet.

    Args:
        values: the ``Transformer`` of the connection.
    """
    query = _queries.PostgresQuery(values)
    query.convert(sql, params)
    names = line._prepared._names
    key = (query.query, query.types)
    if key not in names:
        return None
    names.move_to_end(key)  # who was asked last is forgotten last
    return Ready(names[key], query.params or (), query.formats or ())


def one(line: Any, values: Any, statement: Ready) -> tuple[list[tuple[Any, ...]], int]:
    """The rows it gives, and how many it gave or changed.

    Raises:
        psycopg.Error: the server refuses, or is gone.
    """
    result = line.pgconn.exec_prepared(*statement, Format.BINARY)
    _pass_on(line.pgconn)
    return _taken(line, values, result)


def several(line: Any, values: Any, statements: Sequence[Ready | bytes]) -> list[tuple[list[tuple[Any, ...]], int]]:
    """The same for each; all go out before the first comes back, and after one that fails the rest is not carried out.

    Args:
        statements: ready ones, and plain commands without values such as ``BEGIN``.

    Raises:
        psycopg.Error: the server refuses one of them, or is gone.
    """
    way = line.pgconn
    try:
        way.enter_pipeline_mode()
        for statement in statements:
            if isinstance(statement, bytes):
                way.send_query_params(statement, None)
            else:
                way.send_query_prepared(*statement, Format.BINARY)
        way.pipeline_sync()
        results = _results(way)
        way.exit_pipeline_mode()
        _pass_on(way)
    except BaseException:
        line.close()  # nobody can say what still comes in on it
        raise
    if len(results) < len(statements):
        raise OperationalError(way.get_error_message())
    return [_taken(line, values, result) for result in results]


def _results(way: Any) -> list[Any]:
    """Everything that comes back up to the mark that ends the message; less when the line is cut."""
    waiting = select.poll()
    results: list[Any] = []
    empty = 0
    while empty < 2:  # one stands after every statement, two after each other mean that nothing is left
        while way.is_busy():
            # What does not fit goes out as the server reads on, which it does as we read.
            waiting.register(way.socket, select.POLLIN | (select.POLLOUT if way.flush() else 0))
            waiting.poll()
            way.consume_input()
        result = way.get_result()
        if result is None:
            empty += 1
            continue
        empty = 0
        if result.status == ExecStatus.PIPELINE_SYNC:
            return results
        results.append(result)
    return results


def _pass_on(way: Any) -> None:
    """Words of NOTIFY that came in with the answers go where psycopg would bring them."""
    while (word := way.notifies()) is not None:
        if way.notify_handler is not None:
            way.notify_handler(word)


def _taken(line: Any, values: Any, result: Any) -> tuple[list[tuple[Any, ...]], int]:
    if result.status == ExecStatus.TUPLES_OK:
        values.set_pgresult(result)
        return values.load_rows(0, result.ntuples, tuple), result.ntuples
    if result.status == ExecStatus.COMMAND_OK:
        return [], result.command_tuples or 0
    if line.closed:
        raise OperationalError(result.get_error_message())
    raise error_from_result(result)
