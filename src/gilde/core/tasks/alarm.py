"""Waking workers: what is enqueued in one process is begun at once in another."""

from __future__ import annotations

import threading
import time
from typing import Any, Final

from django.db import connection

from gilde.core.db.notify import notify
from gilde.core.db.sqlite.written import Written

CHANNEL: Final = "gilde_tasks"
_PIECE: Final = 0.5  # seconds until a worker that waits sees that it is to stop
_POLL: Final = 0.2  # seconds between two looks at SQLite's data version


def ring() -> None:
    """Workers look for something to do once this transaction has committed."""
    notify(CHANNEL)


class Alarm:
    """Lets the thread of one worker sleep until there may be something to do."""

    def __init__(self, stopped: threading.Event) -> None:
        self._stopped = stopped
        self._written = Written()
        self._listens: Any = None  # the connection that LISTEN was said on

    def wait(self, seconds: float) -> None:
        """Return when something was enqueued, when the worker is stopped, or after ``seconds``.

        Raises:
            DatabaseError, InterfaceError: the database is away.
        """
        ends = time.monotonic() + seconds
        rang = self._heard if connection.vendor == "postgresql" else self._seen
        while (left := ends - time.monotonic()) > 0 and not self._stopped.is_set():
            if rang(left):
                return

    def _seen(self, seconds: float) -> bool:
        return not self._stopped.wait(min(seconds, _POLL)) and self._written()

    def _heard(self, seconds: float) -> bool:
        connection.ensure_connection()
        raw = connection.connection
        assert raw is not None
        if raw is not self._listens:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self._listens = raw
            return True  # something may have been enqueued before
        with connection.wrap_database_errors:
            return bool(list(raw.notifies(timeout=min(seconds, _PIECE), stop_after=1)))  # one look answers them all
