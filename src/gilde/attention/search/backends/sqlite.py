"""FTS5 over the bags. The table keeps no text and no positions, only which entry has which token.

The plain tokenizer takes every letter beyond ASCII as part of a word, so it cuts exactly where the bags are cut.

Who may find an entry stands beside the index a second time, in a narrow table by number. Looking that up for what
matches, newest first until the page is full, costs a third of letting FTS5 put a reader's marks together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from django.db import connection

from gilde.attention.search.backends import Match
from gilde.core.searchables import reach

CREATE: Final = (
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        bag, content='search_searchentry', content_rowid='id', detail=none,
        tokenize="ascii tokenchars '_'"
    )
""",
    "CREATE TABLE search_reader (id INTEGER NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (id, mark)) WITHOUT ROWID",
)
DROP: Final = ("DROP TABLE search_reader", "DROP TABLE search_index")

_STEP: Final = 64  # rows fetched at once
_PATIENCE: Final = 2_000  # matches looked at before a reader who sees little of them is put into the question


class SQLite:
    """The index in an SQLite file. Numbers go in in order: each step back makes FTS5 write out what it holds."""

    def put(self, bags: Sequence[tuple[int, str]]) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO search_index(rowid, bag) VALUES (%s, %s)", sorted(bags))
            note_readers(cursor, bags)

    def drop(self, bags: Sequence[tuple[int, str]]) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_index(search_index, rowid, bag) VALUES ('delete', %s, %s)", sorted(bags)
            )
            cursor.executemany("DELETE FROM search_reader WHERE id = %s", [(number,) for number, _bag in bags])

    def newest(self, match: Match, most: int) -> list[int]:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        if match.readers is None or not match.groups:
            return _numbers(match.by_marks(), most)
        found: list[int] = []
        sql, values = _where("SELECT f.rowid, r.mark FROM search_index f CROSS JOIN search_reader r", match)
        left, number = _PATIENCE + most, 0
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} AND r.id = f.rowid ORDER BY f.rowid DESC", values)
            while left > 0:
                rows = cursor.fetchmany(_STEP)
                for number, mark in rows:
                    if mark in match.readers and (not found or found[-1] != number):
                        found.append(number)
                        if len(found) == most:
                            return found
                if len(rows) < _STEP:
                    return found
                left -= _STEP
        rest = _numbers(match.by_marks(below=number + 1), most - len(found) + 1)  # its other marks may come yet
        return [*found, *(one for one in rest if one not in found[-1:])][:most]

    def texts(self, numbers: Collection[int]) -> list[tuple[int, str, str]]:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, title, text FROM search_searchentry WHERE id IN (SELECT value FROM json_each(%s))",
                [str(list(numbers))],
            )
            return cursor.fetchall()

    def is_empty(self) -> bool:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM search_index_docsize LIMIT 1")
            return cursor.fetchone() is None

    def tidy(self) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")


def note_readers(cursor: Any, bags: Iterable[tuple[int, str]]) -> None:
    """Write down who may find these entries."""
    cursor.executemany(
        "INSERT OR IGNORE INTO search_reader (id, mark) VALUES (%s, %s)",
        [(number, mark) for number, bag in bags for mark in reach(bag.split())],
    )


def _numbers(match: Match, most: int) -> list[int]:
    sql, values = _where("SELECT f.rowid FROM search_index f", match)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY f.rowid DESC LIMIT %s", [*values, most])
        return [row[0] for row in cursor.fetchall()]


def _where(select: str, match: Match) -> tuple[str, list[Any]]:
    sql = f"{select} WHERE f.search_index MATCH %s"
    values: list[Any] = [_expression(match)]
    if match.below is not None:
        sql += " AND f.rowid < %s"
        values.append(match.below)
    if match.from_ is not None:
        sql += " AND f.rowid >= %s"
        values.append(match.from_)
    return sql, values


def _expression(match: Match) -> str:
    sought = " AND ".join(_one_of(group) for group in match.groups)
    return f"({sought}) NOT {_one_of(match.without)}" if match.without else sought


def _one_of(tokens: Collection[str]) -> str:
    listed = " OR ".join(_quoted(token.removesuffix("*")) + "*" * token.endswith("*") for token in sorted(tokens))
    return f"({listed})"


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'
