"""FTS5 over the bags. The table keeps no text and no positions, only which entry has which token.

The plain tokenizer takes every letter beyond ASCII as part of a word, so it cuts exactly where the bags are cut.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.db import connection

from gilde.attention.search.backends import Match

CREATE: Final = (
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        bag, content='search_searchentry', content_rowid='id', detail=none,
        tokenize="ascii tokenchars '_'"
    )
""",
)
DROP: Final = "DROP TABLE search_index"


class SQLite:
    """The index in an SQLite file. Numbers go in in order: each step back makes FTS5 write out what it holds."""

    def put(self, bags: Sequence[tuple[int, str]]) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO search_index(rowid, bag) VALUES (%s, %s)", sorted(bags))

    def drop(self, bags: Sequence[tuple[int, str]]) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_index(search_index, rowid, bag) VALUES ('delete', %s, %s)", sorted(bags)
            )

    def newest(self, match: Match, most: int) -> list[int]:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        sql = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
        values: list[Any] = [_expression(match)]
        if match.below is not None:
            sql += " AND rowid < %s"
            values.append(match.below)
        if match.from_ is not None:
            sql += " AND rowid >= %s"
            values.append(match.from_)
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ORDER BY rowid DESC LIMIT %s", [*values, most])
            return [row[0] for row in cursor.fetchall()]

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


def _expression(match: Match) -> str:
    sought = " AND ".join(_one_of(group) for group in match.groups)
    return f"({sought}) NOT {_one_of(match.without)}" if match.without else sought


def _one_of(tokens: Collection[str]) -> str:
    listed = " OR ".join(_quoted(token.removesuffix("*")) + "*" * token.endswith("*") for token in sorted(tokens))
    return f"({listed})"


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'
