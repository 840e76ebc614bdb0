"""Reading on hot paths with statements that are made once.

Django makes the SQL of every query anew, which costs more than the database takes to carry it out. Where the shape of
a query never changes, :func:`prepared` lets Django make it once and only changes the values after that; the query
itself stays the ordinary one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeAlias

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from gilde.core.db.rows import fetch

P = ParamSpec("P")
_Value: TypeAlias = Callable[[tuple[Any, ...]], Any]
_FIRST: Final = 2_000_000_011  # stands for the first value while the statement is made; nobody has so many rows


def prepared(query: Callable[P, QuerySet[Any, Any]]) -> Callable[P, list[Any]]:
    """Make ``query`` into a function that returns the rows as a list, one value each.

    ``query`` takes numbers and returns a ``values_list(…, flat=True)`` of one column that needs no conversion, and of
    the same shape for all numbers: no ``if`` on them, no list of them, no None.

    Raises:
        TypeError: at the first call, when ``query`` is none of that.
    """
    made: list[tuple[str, list[_Value]]] = []

    @wraps(query)
    def rows(*args: P.args, **kwargs: P.kwargs) -> list[Any]:
        if kwargs:
            raise TypeError(f"Call {query.__name__} with numbers by their place.")
        if not made:
            made.append(_make(query, len(args)))
        sql, values = made[0]
        return [row[0] for row in fetch(sql, [value(args) for value in values])]

    return rows


def _make(query: Callable[..., QuerySet[Any, Any]], many: int) -> tuple[str, list[_Value]]:
    """The statement, and for every value in it how it is had from the arguments."""
    stand_ins = {_FIRST + number: number for number in range(many)}
    compiler = query(*stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    selected = [entry[0] for entry in compiler.select]
    if len(selected) != 1 or compiler.get_converters(selected):
        raise TypeError(f"{query.__name__} does not select one plain column.")
    places = [stand_ins.get(value) if isinstance(value, int) else None for value in params]
    if {place for place in places if place is not None} != set(range(many)):
        raise TypeError(f"The statement of {query.__name__} does not hold each number as it is.")
    return sql, [_always(v) if n is None else _given(n, type(v)) for n, v in zip(places, params, strict=True)]


def _always(value: Any) -> _Value:
    return lambda _args: value


def _given(place: int, kind: type) -> _Value:
    """An argument in the kind that the field gave it: psycopg has one for each size of number."""
    return lambda args: kind(args[place])
