"""How one process lets the others know at once that a signal was written.

The signal itself always stands in the database, so a bus carries nothing but *look now*, and losing it loses nothing:
whoever waits looks every two seconds anyway. PostgreSQL has NOTIFY; SQLite is asked for its data version; where
``REDIS_URL`` names a Redis, that one is used instead, and while it is away the database's own way again.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from contextlib import suppress
from functools import cache
from typing import Any, Final, Protocol

from django.conf import settings
from django.db import connection, transaction

from gilde.core.db.notify import notify
from gilde.core.db.sqlite.written import Written

logger = logging.getLogger("gilde.live")

CHANNEL: Final = "gilde_live"
PATIENCE: Final = 2.0  # seconds between two looks when nobody says anything
_POLL: Final = 0.2  # seconds between two looks at SQLite's data version: one tiny read per process
_ANSWER: Final = 0.5  # seconds that a Redis is waited for: a page stands behind it
_GATHER: Final = 0.02  # seconds in which rings that follow each other are heard as one
_AT_ONCE: Final = 1000  # rings that one look answers; more of them do not keep anybody from looking
_AGAIN: Final = 5.0  # seconds until one that was away is tried again


class Bus(Protocol):
    """One way to ring, and to wait for it."""

    def ring(self) -> None:
        """Whoever waits looks, once this transaction has committed."""

    def wait(self, seconds: float, stopped: threading.Event) -> bool:
        """Until somebody rang, for ``seconds`` at most; whether there may be something new.

        Raises:
            DatabaseError, InterfaceError: the database is away.
        """

    def close(self) -> None:
        """Wait no more."""


class DataVersion:
    """SQLite: nothing has to be said, since a file shows that somebody wrote to it."""

    def __init__(self) -> None:
        self._written = Written()

    def ring(self) -> None:
        """Committing is enough."""

    def wait(self, seconds: float, stopped: threading.Event) -> bool:
        """Look at the data version, a moment later."""
        stopped.wait(min(seconds, _POLL))
        return self._written()

    def close(self) -> None:
        """Nothing is held."""


class Notify:
    """PostgreSQL: NOTIFY, delivered at commit, once per transaction however often it was said."""

    def __init__(self) -> None:
        self._listens: Any = None  # the connection that LISTEN was said on

    def ring(self) -> None:
        """Say it in this transaction."""
        notify(CHANNEL)

    def wait(self, seconds: float, stopped: threading.Event) -> bool:  # noqa: ARG002 - a wait is short
        """Listen on this thread's connection."""
        connection.ensure_connection()
        raw = connection.connection
        assert raw is not None
        with connection.wrap_database_errors:
            if raw is not self._listens:
                raw.execute(f"LISTEN {CHANNEL}")
                self._listens = raw
                return True  # something may have been said before
            for _ in raw.notifies(timeout=min(seconds, PATIENCE), stop_after=1):
                break
        return True

    def close(self) -> None:
        """The connection ends with its thread."""


class OverRedis:
    """Redis or Valkey, by publishing and subscribing: for many web nodes, or where a pooler swallows NOTIFY."""

    def __init__(self, url: str, own: Bus) -> None:
        from redis import Redis, RedisError
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        self._own = own
        self._errors = (RedisError, OSError)
        self._redis = Redis.from_url(
            url,
            socket_timeout=_ANSWER,
            socket_connect_timeout=_ANSWER,
            health_check_interval=10,
            retry=Retry(NoBackoff(), 0),  # a page waits once at most; coming back is up to us
        )
        # One Redis may serve several installations: each rings its own.
        self._channel = f"{CHANNEL}:{hashlib.sha256(settings.SITE_URL.encode()).hexdigest()[:16]}"
        self._heard: Any = None
        self._away_until = 0.0

    def ring(self) -> None:
        """Publish after the commit; while there is no Redis, ring as the database does."""
        if self._is_away:
            self._own.ring()
        else:
            transaction.on_commit(self._publish, robust=True)

    def wait(self, seconds: float, stopped: threading.Event) -> bool:
        """Wait for what is published, and look whether or not anything was: it may have been lost."""
        if self._is_away:
            return self._own.wait(seconds, stopped)
        try:
            if self._heard is None:
                self._heard = self._redis.pubsub(ignore_subscribe_messages=True)
                self._heard.subscribe(self._channel)
                return True  # something may have been said before
            ends = time.monotonic() + min(seconds, PATIENCE)
            while (left := ends - time.monotonic()) > 0:
                if self._heard.get_message(timeout=left) is not None:
                    stopped.wait(_GATHER)
                    break
            for _ring in range(_AT_ONCE):  # one look answers them all
                if self._heard.get_message(timeout=0) is None:
                    break
        except self._errors as error:
            self._lost(error)
            self.close()
        return True

    def close(self) -> None:
        """Let the subscription go."""
        heard, self._heard = self._heard, None
        if heard is not None:
            with suppress(*self._errors):
                heard.close()

    @property
    def _is_away(self) -> bool:
        return time.monotonic() < self._away_until

    def _publish(self) -> None:
        try:
            self._redis.publish(self._channel, "")
        except self._errors as error:
            self._lost(error)

    def _lost(self, error: Exception) -> None:
        self._away_until = time.monotonic() + _AGAIN
        logger.warning("Redis is away (%s); live pages go on by the database", type(error).__name__)


def make_bus() -> Bus:
    """A bus of one's own: for one thread that waits."""
    own: Bus = Notify() if connection.vendor == "postgresql" else DataVersion()
    return OverRedis(settings.REDIS_URL, own) if settings.REDIS_URL else own


@cache
def _ringing(_url: str) -> Bus:
    return make_bus()


def ring() -> None:
    """Ring the bus of this process; inside a transaction."""
    _ringing(settings.REDIS_URL).ring()
