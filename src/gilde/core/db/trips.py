"""Readings that share a trip to the database.

A server that is asked five times in a row is slower by what it takes both sides to wake up, not by what it reads. A
:func:`shared` reading is an ordinary function to its callers; beside others it says what it wants to know first, so
that everything that is wanted by then goes out together (decision 23)::

    @shared
    def newest(actor: Actor, number: int) -> Reading[list[Row]]:
        found = yield from rows(_SQL, [number])
        return [Row(*columns) for columns in found]

    newest(actor, 7)                                                   # alone
    read(together(newest.reading(actor, 7), drafts.reading(actor)))    # in one trip
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeAlias, TypeVar, overload

from gilde.core.db.rows import Rows, Statement, carry_out_all

P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")

Reading: TypeAlias = Generator[Sequence[Statement], Sequence[Rows], T]


def rows_of(sql: str, params: Sequence[Any] = ()) -> Reading[Rows]:
    """All rows of one reading statement; what :func:`gilde.core.db.rows.fetch` is outside a reading."""
    [found] = yield [(sql, params)]
    return found


class Shared(Generic[P, T]):
    """A reading as a function: called, it reads alone; with :meth:`reading` it begins one to share."""

    def __init__(self, begin: Callable[P, Reading[T]]) -> None:
        self._begin = begin
        update_wrapper(self, begin)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """What it finds."""
        return read(self._begin(*args, **kwargs))

    def reading(self, *args: P.args, **kwargs: P.kwargs) -> Reading[T]:
        """The same, for :func:`together` or for ``yield from`` in another reading."""
        return self._begin(*args, **kwargs)


def shared(begin: Callable[P, Reading[T]]) -> Shared[P, T]:
    """Make a function whose reading others can share."""
    return Shared(begin)


def read(reading: Reading[T]) -> T:
    """Ask until ``reading`` has found what it wants."""
    try:
        wanted = next(reading)
        while True:
            wanted = reading.send(carry_out_all(wanted))
    except StopIteration as end:
        found: T = end.value
        return found


@overload
def together(first: Reading[A], second: Reading[B], /) -> Reading[tuple[A, B]]: ...
@overload
def together(first: Reading[A], second: Reading[B], third: Reading[C], /) -> Reading[tuple[A, B, C]]: ...
@overload
def together(*readings: Reading[A]) -> Reading[tuple[A, ...]]: ...
def together(*readings: Reading[Any]) -> Reading[tuple[Any, ...]]:
    """All of these at once: what they want first in one trip, what some want after that in the next."""
    found: list[Any] = [None] * len(readings)
    going: list[tuple[int, Reading[Any], Sequence[Statement]]] = []
    answers: list[tuple[int, Reading[Any], Sequence[Rows] | None]] = [(n, one, None) for n, one in enumerate(readings)]
    while True:
        for number, reading, answer in answers:
            try:
                wanted = next(reading) if answer is None else reading.send(answer)
            except StopIteration as end:
                found[number] = end.value
            else:
                going.append((number, reading, wanted))
        if not going:
            return tuple(found)
        given = iter((yield [statement for _number, _reading, wanted in going for statement in wanted]))
        answers = [(number, reading, [next(given) for _ in wanted]) for number, reading, wanted in going]
        going = []
