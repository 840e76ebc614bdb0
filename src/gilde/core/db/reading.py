"""Reading on hot paths with statements that are made once, and of many things at a time.

Django makes the SQL of every query anew, which costs more than the database takes to carry it out. Where the shape of
a query never changes, :func:`prepared` lets Django make it once and only changes the values after that; the query
itself stays the ordinary one. A task that does the same for many things asks :class:`ByNumber` for all of them before
it takes them one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
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


class ByNumber:
    """A question about one thing that can be asked for many at a time.

    Made of a function that takes a collection of numbers and returns rows that begin with the number they belong to.
    Called with one number it gives the rest of its rows: a value each, or a tuple of several. Inside
    :func:`remembering` an answer is kept, and :meth:`ahead` fetches those of many numbers together.
    """

    def __init__(self, many: Callable[[Collection[int]], Iterable[tuple[Any, ...]]]) -> None:
        self._many = many
        wraps(many)(self)

    def __call__(self, number: int) -> list[Any]:
        """What belongs to ``number``."""
        kept = _kept.get()
        if kept is None:
            return self._read([number]).get(number, [])
        answers = kept[self]
        if number not in answers:
            answers[number] = self._read([number]).get(number, [])
        return answers[number]

    def ahead(self, numbers: Iterable[int]) -> None:
        """Fetch what belongs to each of ``numbers`` and is not known yet, in one statement.

        Raises:
            LookupError: outside :func:`remembering`.
        """
        kept = _kept.get()
        if kept is None:
            raise LookupError("Nothing is remembered here.")
        answers = kept[self]
        asked = sorted({number for number in numbers if number not in answers})
        if asked:
            found = self._read(asked)
            answers.update((number, found.get(number, [])) for number in asked)

    def _read(self, numbers: Collection[int]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for number, *rest in self._many(numbers):
            found[number].append(rest[0] if len(rest) == 1 else tuple(rest))
        return found


_Kept: TypeAlias = dict[ByNumber, dict[int, list[Any]]]
_kept: ContextVar[_Kept | None] = ContextVar("kept", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within this block a :class:`ByNumber` answers for a number as it did the first time.

    For reading only, and for a moment: what is written meanwhile is not seen.
    """
    token = _kept.set(defaultdict(dict))
    try:
        yield
    finally:
        _kept.reset(token)


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
    found: set[int] = set()

    def value_at(value: Any) -> _Value:
        places = [item - _FIRST for item in (value if isinstance(value, list) else [value]) if isinstance(item, int)]
        if not places or not all(0 <= place < many for place in places):
            return _always(value)
        found.update(places)
        return _listed(places) if isinstance(value, list) else _given(places[0], type(value))

    values = [value_at(value) for value in params]
    if found != set(range(many)):
        raise TypeError(f"The statement of {query.__name__} does not hold each number as it is.")
    return sql, values, len(selected) > 1


def _always(value: Any) -> _Value:
    return lambda _numbers: value


def _listed(places: Sequence[int]) -> _Value:
    """PostgreSQL takes several numbers as one array (``postgresql/numbers.py``)."""
    return lambda numbers: [numbers[place] for place in places]


def _given(place: int, kind: type) -> _Value:
    """A number in the kind that the field gave it: psycopg has one for each size of number."""
    return lambda numbers: kind(numbers[place])
