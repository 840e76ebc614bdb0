"""Acts of others in the same instant, on a real file or server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection


class Meanwhile:
    """Somebody else's act, which waits for what we hold; ``end`` gives what came of it."""

    def __init__(self, act: Callable[[], Any], *, waiting: int = 1) -> None:
        self.act, self.result = act, None
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        until = time.monotonic() + 2
        while _waiting() < waiting and time.monotonic() < until:
            time.sleep(0.01)

    def _run(self) -> None:
        try:
            self.result = self.act()
        except Exception as error:  # the test says what it expected
            self.result = error
        finally:
            connection.close()

    def end(self) -> Any:
        self.thread.join(20)
        assert not self.thread.is_alive()
        return self.result


def _waiting() -> int:
    """How many sessions wait for a row. On SQLite nobody says: a moment is enough to arrive at the gate."""
    if connection.vendor != "postgresql":
        time.sleep(0.05)
        return 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])
