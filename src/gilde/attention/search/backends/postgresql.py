"""A table of numbers and token vectors with a GIN index.

The tokens come ready: no dictionary of PostgreSQL has a part in this. A GIN index has no order, so the newest of what
matches would cost as much as all of it. Every entry therefore has a token for its stretch of six days, and the newest
stretches are asked first, in windows that grow. Words that hardly stand in those are rare, and what is rare is asked at
once: going through a window takes as long as reading hundreds of texts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from django.db import connection

from gilde.attention.search.backends import Match
from gilde.core.db.rows import fetch
from gilde.core.searchables import reach

CREATE: Final = (
    "CREATE TABLE search_index (id bigint PRIMARY KEY, readers text[] NOT NULL, bag tsvector NOT NULL)",
    "CREATE INDEX search_index_bag ON search_index USING gin (bag) WITH (fastupdate = off)",
)
DROP: Final = ("DROP TABLE search_index",)

_STRETCH: Final = 49  # bits of a number beneath its stretch: 20 beneath the millisecond, 2**29 of these are 6.2 days
_FIRST: Final = (1, 1)  # stretches asked one window after the other, until there is enough
_LATER: Final = (2, 4, 4, 4, 4, 4, 8, 8, 16, 16, 32)  # and then what is left: small, for a word may have had its season
_RARE: Final = 8  # so few matches in the first windows, and what is left is asked in one
_EACH: Final = "SELECT x.id, x.may FROM"
_IN_IT: Final = "CROSS JOIN LATERAL (SELECT id,"
_SELDOM: Final = 25  # the reader sees less than one of so many matches


class PostgreSQL:
    """The index in a PostgreSQL database."""

    def put(self, bags: Sequence[tuple[int, str]]) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        if not bags:
            return
        numbers = [number for number, _bag in bags]
        readers = [" ".join(reach(bag.split())) for _number, bag in bags]
        tokens = [f"{bag} w_{number >> _STRETCH}".lstrip() for number, bag in bags]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_index (id, readers, bag)"
                " SELECT id, string_to_array(readers, ' '), array_to_tsvector(string_to_array(tokens, ' '))"
                " FROM UNNEST(%s::bigint[], %s::text[], %s::text[]) AS given (id, readers, tokens)"
                " ON CONFLICT (id) DO UPDATE SET readers = EXCLUDED.readers, bag = EXCLUDED.bag",
                [numbers, readers, tokens],
            )

    def drop(self, bags: Sequence[tuple[int, str]]) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index WHERE id = ANY(%s::bigint[])", [[number for number, _bag in bags]])

    def newest(self, match: Match, most: int) -> list[int]:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        if match.readers is None or not match.groups:
            return [number for number, _may in _rows(match.by_marks(), most, _windows(match, ()))]
        looked = most * 5 // 2  # who sees two of five is served by the first statement
        windows = _windows(match, _FIRST)
        rows = _rows(match, looked, windows)
        found = [number for number, may in rows if may]
        below = rows[-1][0] if len(rows) == looked else windows[-1].left
        if len(found) >= most or below is None:
            return found[:most]
        rest = replace(match, below=below)
        if len(found) * _SELDOM < len(rows):
            rest = rest.by_marks()
        sizes = () if len(rows) < _RARE else _LATER
        later = _rows(rest, most - len(found), _windows(rest, sizes, to_end=True), only_seen=True)
        return found + [number for number, _may in later]

    def texts(self, numbers: Collection[int]) -> list[tuple[int, str, str]]:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        # As one word: psycopg would look at each of a thousand numbers to see how large it is.
        listed = f"{{{','.join(map(str, numbers))}}}"
        return fetch("SELECT id, title, text FROM search_searchentry WHERE id = ANY(%s::bigint[])", [listed])  # type: ignore[return-value]

    def is_empty(self) -> bool:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM search_index LIMIT 1")
            return cursor.fetchone() is None

    def tidy(self) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_index")


class _Window(NamedTuple):
    """Some stretches that follow each other.

    Attributes:
        held: of these tokens an entry in it has one; None when it is all there is.
        below: the number to stay below.
        left: what is older begins below this number; None when nothing is.
    """

    held: str | None
    below: int
    left: int | None


def _windows(match: Match, sizes: Sequence[int], *, to_end: bool = False) -> list[_Window]:
    """The windows of so many stretches, the newest first; with ``to_end`` or without sizes everything older too."""
    [[lowest, highest]] = fetch("SELECT min(id), max(id) FROM search_index")
    below = min((highest or 0) + 1, (highest or 0) + 1 if match.below is None else match.below)
    first = max(lowest or 0, match.from_ or 0) >> _STRETCH
    windows = []
    for many in sizes:
        at = (below - 1) >> _STRETCH
        left = (at - many + 1) << _STRETCH if at - many >= first else None
        windows.append(_Window(_one_of([f"w_{at - back}" for back in range(many)]), below, left))
        if left is None:
            return windows
        below = left
    return [*windows, _Window(None, below, None)] if to_end or not sizes else windows


def _rows(match: Match, most: int, windows: Sequence[_Window], *, only_seen: bool = False) -> list[tuple[int, bool]]:
    """The newest that match: number, and whether the reader carries one of its marks.

    Window after window in one statement, which ends in the middle when there are enough. Each group is a condition of
    its own: of several, GIN jumps in every list to where the others are; of one expression it reads the shortest whole,
    and twenty stretches joined by "or" are no short list. The expressions come in as queries and the number as a
    sum, so that PostgreSQL takes the GIN index and nothing else: for words it takes to be common it would go through
    the primary key backwards, which costs a second when no text has both.
    """
    groups = [_one_of(group) for group in match.groups]
    if match.without:
        groups[0] += f" & !{_one_of(match.without)}"
    values: list[Any] = []
    for window in windows:
        values += [window.held or groups[0], window.below]
    where = ["bag @@ g.held", "id + 0 < g.below"]
    seen = "true"
    if match.readers is not None:
        seen = "readers && %s::text[]"
        values.append(list(match.readers))
    if only_seen and match.readers is not None:
        where.append(seen)
        seen = "true"
    where += ["bag @@ (SELECT %s::tsquery)"] * len(groups)
    values += groups
    if match.from_ is not None:
        where.append("id + 0 >= %s")
        values.append(match.from_)
    held = ", ".join(["(%s::tsquery, %s::bigint)"] * len(windows))
    sql = f"{_EACH} (VALUES {held}) AS g(held, below) {_IN_IT} {seen} AS may FROM search_index WHERE"
    sql += f" {' AND '.join(where)} ORDER BY id + 0 DESC LIMIT %s) AS x LIMIT %s"
    return fetch(sql, [*values, most, most])  # type: ignore[return-value]


def _one_of(tokens: Collection[str]) -> str:
    listed = " | ".join(_quoted(token.removesuffix("*")) + ":*" * token.endswith("*") for token in sorted(tokens))
    return f"({listed})"


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
