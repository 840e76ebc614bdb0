"""A table of numbers and token vectors with a GIN index.

The tokens come ready: no dictionary of PostgreSQL has a part in this. A GIN index has no order, so the newest of what
matches would cost as much as all of it. Every entry therefore has a token for its stretch of six days, and common words
are asked for stretch by stretch, the newest first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db import connection

from gilde.attention.search.backends import Match
from gilde.core.searchables import reach

CREATE: Final = (
    "CREATE TABLE search_index (id bigint PRIMARY KEY, bag tsvector NOT NULL)",
    "CREATE INDEX search_index_bag ON search_index USING gin (bag) WITH (fastupdate = off)",
)
DROP: Final = "DROP TABLE search_index"
_STRETCH: Final = 49  # bits of a number beneath its stretch: 20 beneath the millisecond, 2**29 of these are 6.2 days
CREATE_READERS: Final = (
    "LOCK TABLE search_index IN SHARE MODE",
    "CREATE TABLE search_found (id bigint NOT NULL, readers text[] NOT NULL, bag tsvector NOT NULL)",
    "INSERT INTO search_found SELECT id, CASE WHEN bag @@ 'a_public' THEN '{a_public}'"
    " WHEN bag @@ 'a_members' THEN '{a_members}'"
    " ELSE ARRAY(SELECT mark FROM unnest(tsvector_to_array(bag)) mark WHERE mark ~ '^[cpo]_') END,"
    " bag || array_to_tsvector(ARRAY['w_' || (id >> 49)]) FROM search_index ORDER BY id",
    "DROP TABLE search_index",
    "ALTER TABLE search_found RENAME TO search_index",
    "ALTER TABLE search_index ADD CONSTRAINT search_index_pkey PRIMARY KEY (id)",
    "CREATE INDEX search_index_bag ON search_index USING gin (bag) WITH (fastupdate = off)",
)
DROP_READERS: Final = ("ALTER TABLE search_index DROP COLUMN readers",)

_PLAIN: Final = "SELECT id, true FROM search_index WHERE bag @@ (SELECT %s::tsquery)"
_SEEN: Final = f"{_PLAIN} AND readers && %s::text[]"
_MARKED: Final = "SELECT id, readers && %s::text[] FROM search_index WHERE bag @@ (SELECT %s::tsquery)"

_FEW: Final = 6  # matches in the newest stretch: with fewer, all of them cost little
_MOST_STRETCHES: Final = 30
_ROUNDS: Final = 4  # of stretches, each as many as are likely to fill the page; then all that is left
_SELDOM: Final = 25  # the reader sees less than one of so many matches


class PostgreSQL:
    """The index in a PostgreSQL database."""

    def put(self, bags: Sequence[tuple[int, str]]) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        rows = []
        for number, bag in bags:
            tokens = bag.split()
            rows.append((number, list(reach(tokens)), [*tokens, f"w_{number >> _STRETCH}"]))
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_index (id, readers, bag) VALUES (%s, %s::text[], array_to_tsvector(%s::text[]))"
                " ON CONFLICT (id) DO UPDATE SET readers = EXCLUDED.readers, bag = EXCLUDED.bag",
                rows,
            )

    def drop(self, bags: Sequence[tuple[int, str]]) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index WHERE id = ANY(%s::bigint[])", [[number for number, _bag in bags]])

    def newest(self, match: Match, most: int) -> list[int]:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        if match.readers is None or not match.groups:
            return [number for number, _seen in _rows(match.by_marks(), most)]
        at, first = _stretches(match)
        found: list[int] = []
        stretches, looked, seen, rest = 1, 0, 0, match
        for _round in range(_ROUNDS):
            held = [f"w_{at - back}" for back in range(stretches)]
            part = replace(rest, groups=[*match.groups, held])
            rows = _rows(part, max(most * 4, 200))
            found += [number for number, may in rows if may]
            if len(found) >= most:
                return found[:most]
            seen += len(rows)
            if len(rows) == max(most * 4, 200):  # so many, and the reader sees few of them
                rest = replace(rest, below=rows[-1][0])
                break
            at -= stretches
            if at < first:
                return found
            rest = replace(rest, below=(at + 1) << _STRETCH)
            if seen < _FEW or len(found) * _SELDOM < seen:
                break
            looked += stretches
            stretches = min((most - len(found)) * looked // max(len(found), 1) + 1, _MOST_STRETCHES)
        if len(found) * _SELDOM < seen and seen >= _FEW:
            rest = rest.by_marks()
        return found + [number for number, may in _rows(rest, most - len(found), only_seen=True) if may]

    def texts(self, numbers: Collection[int]) -> list[tuple[int, str, str]]:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, title, text FROM search_searchentry WHERE id = ANY(%s::bigint[])", [list(numbers)]
            )
            return cursor.fetchall()

    def is_empty(self) -> bool:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM search_index LIMIT 1")
            return cursor.fetchone() is None

    def tidy(self) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_index")


def _stretches(match: Match) -> tuple[int, int]:
    """The newest and the oldest stretch in which anything can match."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM search_index")
        lowest, highest = cursor.fetchone()
    newest = highest or 0
    if match.below is not None:
        newest = min(newest, match.below - 1)
    return max(newest, 0) >> _STRETCH, max(lowest or 0, match.from_ or 0) >> _STRETCH


def _rows(match: Match, most: int, *, only_seen: bool = False) -> list[tuple[int, bool]]:
    """The newest that match: number, and whether the reader carries one of its marks.

    The expression comes in as a query and the number as a sum, so that PostgreSQL takes the GIN index and nothing else:
    for words it takes to be common it would go through the primary key backwards, which costs a second when no text has
    both, and for a page further on through all lower numbers, which costs thirty times the index.
    """
    values: list[Any] = [_expression(match)]
    if match.readers is None:
        sql = _PLAIN
    else:
        sql = _SEEN if only_seen else _MARKED
        values.insert(len(values) if only_seen else 0, list(match.readers))
    if match.below is not None:
        sql += " AND id + 0 < %s"
        values.append(match.below)
    if match.from_ is not None:
        sql += " AND id + 0 >= %s"
        values.append(match.from_)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY id + 0 DESC LIMIT %s", [*values, most])
        return cursor.fetchall()


def _expression(match: Match) -> str:
    sought = " & ".join(_one_of(group) for group in match.groups)
    return f"{sought} & !{_one_of(match.without)}" if match.without else sought


def _one_of(tokens: Collection[str]) -> str:
    listed = " | ".join(_quoted(token.removesuffix("*")) + ":*" * token.endswith("*") for token in sorted(tokens))
    return f"({listed})"


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
