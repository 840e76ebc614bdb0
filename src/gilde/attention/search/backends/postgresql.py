"""A table of numbers and token vectors with a GIN index.

The tokens come ready: no dictionary of PostgreSQL has a part in this.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.db import connection

from gilde.attention.search.backends import Match

CREATE: Final = (
    "CREATE TABLE search_index (id bigint PRIMARY KEY, bag tsvector NOT NULL)",
    "CREATE INDEX search_index_bag ON search_index USING gin (bag) WITH (fastupdate = off)",
)
DROP: Final = "DROP TABLE search_index"


class PostgreSQL:
    """The index in a PostgreSQL database."""

    def put(self, bags: Sequence[tuple[int, str]]) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_index (id, bag) VALUES (%s, array_to_tsvector(%s::text[]))"
                " ON CONFLICT (id) DO UPDATE SET bag = EXCLUDED.bag",
                [(number, bag.split()) for number, bag in bags],
            )

    def drop(self, bags: Sequence[tuple[int, str]]) -> None:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index WHERE id = ANY(%s::bigint[])", [[number for number, _bag in bags]])

    def newest(self, match: Match, most: int) -> list[int]:
        """See :class:`~gilde.attention.search.backends.Backend`."""
        sql = "SELECT id FROM search_index WHERE bag @@ %s::tsquery"
        values: list[Any] = [_expression(match)]
        if match.below is not None:
            sql += " AND id < %s"
            values.append(match.below)
        if match.from_ is not None:
            sql += " AND id >= %s"
            values.append(match.from_)
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ORDER BY id DESC LIMIT %s", [*values, most])
            return [row[0] for row in cursor.fetchall()]

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


def _expression(match: Match) -> str:
    sought = " & ".join(_one_of(group) for group in match.groups)
    return f"{sought} & !{_one_of(match.without)}" if match.without else sought


def _one_of(tokens: Collection[str]) -> str:
    listed = " | ".join(_quoted(token.removesuffix("*")) + ":*" * token.endswith("*") for token in sorted(tokens))
    return f"({listed})"


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
