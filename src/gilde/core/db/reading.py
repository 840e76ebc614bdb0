"""Reading on hot paths with statements that are made once.

Django makes the SQL of every query anew, which costs more than the database takes to carry it out. Where the shape of
a query never changes, :func:`prepared` lets Django make it once and only changes the values after that; the query
itself stays the ordinary one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from itertools import count, product
from typing import Any, Final, ParamSpec, TypeAlias

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from gilde.core.db.rows import among_values, fetch

P = ParamSpec("P")
_Value: TypeAlias = Callable[[tuple[int, ...]], Any]
_FIRST: Final = 2_000_000_011  # stands for the first value while the statement is made; nobody has so many rows
_MOST: Final = 1024  # numbers of one collection in a statement; a power of two


def prepared(query: Callable[P, QuerySet[Any, Any]]) -> Callable[P, list[Any]]:
    """Make ``query`` into a function that returns the rows as a list: values of one column, or tuples of several.

    ``query`` takes numbers and collections of numbers, and returns a ``values_list`` of columns that need no
    conversion, of the same shape whatever they are: no ``if`` on them, no None. A collection stands behind ``__in`` and
    is asked for in parts of 1024, so no row may belong to two of its numbers; without numbers it finds nothing.

    Raises:
        TypeError: at the first call, when ``query`` is none of that.
    """
    made: dict[tuple[int, ...], tuple[str, list[_Value], bool]] = {}

    def asked(parts: tuple[int | list[int], ...]) -> list[Any]:
        values = [number for part in parts for number in ([part] if isinstance(part, int) else part)]
        shape = tuple(0 if isinstance(part, int) else len(part) for part in parts)
        if shape not in made:
            made[shape] = _make(query, shape)
        sql, places, several = made[shape]
        rows: list[Any] = fetch(sql, [place(tuple(values)) for place in places])
        return rows if several else [row[0] for row in rows]

    @wraps(query)
    def rows(*args: P.args, **kwargs: P.kwargs) -> list[Any]:
        if kwargs:
            raise TypeError(f"Call {query.__name__} with numbers by their place.")
        return [row for parts in product(*(_parts(given) for given in args)) for row in asked(parts)]

    return rows


def _parts(given: Any) -> list[int | list[int]]:
    """A number as it is; a collection in lists of few lengths, so that there are few statements."""
    if isinstance(given, int):
        return [given]
    numbers = list(given)
    return [among_values(numbers[begin : begin + _MOST]) for begin in range(0, len(numbers), _MOST)]


def _make(query: Callable[..., QuerySet[Any, Any]], shape: tuple[int, ...]) -> tuple[str, list[_Value], bool]:
    """The statement, for every value in it how it is had from the numbers, and whether a row has several columns."""
    fresh = count(_FIRST)
    given = [[next(fresh) for _ in range(many)] if many else next(fresh) for many in shape]
    many = next(fresh) - _FIRST
    compiler = query(*given).query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    selected = [entry[0] for entry in compiler.select]
    if compiler.get_converters(selected):
        raise TypeError(f"{query.__name__} does not select plain columns.")
    places = [value - _FIRST if isinstance(value, int) and 0 <= value - _FIRST < many else None for value in params]
    if {place for place in places if place is not None} != set(range(many)):
        raise TypeError(f"The statement of {query.__name__} does not hold each number as it is.")
    values = [_always(v) if n is None else _given(n, type(v)) for n, v in zip(places, params, strict=True)]
    return sql, values, len(selected) > 1


def _always(value: Any) -> _Value:
    return lambda _numbers: value


def _given(place: int, kind: type) -> _Value:
    """A number in the kind that the field gave it: psycopg has one for each size of number."""
    return lambda numbers: kind(numbers[place])
