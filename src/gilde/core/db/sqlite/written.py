"""Whether anybody wrote to the database file: one tiny read that takes no lock."""

from __future__ import annotations

from typing import Any

from django.db import connection


class Written:
    """Asks SQLite's data version, which changes with every commit of another connection than this thread's."""

    def __init__(self) -> None:
        self._asked: tuple[Any, int] = (None, -1)  # a version says nothing about another connection

    def __call__(self) -> bool:
        """Whether something was committed since the last look; yes on the first one."""
        connection.ensure_connection()
        raw: Any = connection.connection
        with connection.wrap_database_errors:  # asked some times a second: without the cursor of every other statement
            now = (raw, raw.execute("PRAGMA data_version").fetchone()[0])
        before, self._asked = self._asked, now
        return before[0] is not now[0] or before[1] != now[1]
