"""Reading on hot paths with statements that are made once.

Django makes the SQL of every query anew, which costs more than the database takes to carry it out. Where the shape of
a query never changes, :func:`prepared` lets Django make it once and only changes the values after that; the query
itself stays the ordinary one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from gilde.core.db.rows import fetch

P = ParamSpec("P")
_FIRST: Final = 2_000_000_011  # stands for the first value while the statement is made; nobody has so many rows


def prepared(query: Callable[P, QuerySet[Any, Any]]) -> Callable[P, list[Any]]:
    """Make ``query`` into a function that returns the rows as a list, one value each.

    ``query`` takes numbers and returns a ``values_list(…, flat=True)`` of one column that needs no conversion, and of
    the same shape for all numbers: no ``if`` on them, no list of them, no None.

    Raises:
        TypeError: at the first call, when ``query`` is none of that.
    """
    made: list[tuple[str, list[int | None], list[Any]]] = []

    @wraps(query)
    def rows(*args: P.args, **kwargs: P.kwargs) -> list[Any]:
        if kwargs:
            raise TypeError(f"Call {query.__name__} with numbers by their place.")
        if not made:
            made.append(_make(query, len(args)))
        sql, places, fixed = made[0]
        values = [fixed[n] if place is None else args[place] for n, place in enumerate(places)]
        return [row[0] for row in fetch(sql, values)]

    return rows


def _make(query: Callable[..., QuerySet[Any, Any]], many: int) -> tuple[str, list[int | None], list[Any]]:
    """The statement, and for every value in it which argument it is, or None for one that never changes."""
    stand_ins = {_FIRST + number: number for number in range(many)}
    compiler = query(*stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    selected = [entry[0] for entry in compiler.select]
    if len(selected) != 1 or compiler.get_converters(selected):
        raise TypeError(f"{query.__name__} does not select one plain column.")
    places = [stand_ins.get(value) if type(value) is int else None for value in params]
    if {place for place in places if place is not None} != set(range(many)):
        raise TypeError(f"The statement of {query.__name__} does not hold each number as it is.")
    return sql, places, list(params)
