"""Hand-written SQL for the few hot pages, the same on both databases.

Values come back as Python values: SQLite stores moments as text without a zone, so a column that holds one is read with
:func:`moment`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection


def fetch(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of one reading statement. ``sql`` uses ``%s`` for every value; never put a value into it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def moment(value: Any) -> datetime | None:
    """The aware moment in a raw column, or None."""
    if value is None:
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    assert isinstance(value, datetime)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def moment_parameter(value: datetime) -> Any:
    """``value`` as a parameter that compares with a stored moment."""
    return connection.ops.adapt_datetimefield_value(value)
