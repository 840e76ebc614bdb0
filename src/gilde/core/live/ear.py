"""Hearing of signals that any process wrote, on either database, and from where a broken stream left off."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.utils import DatabaseError, InterfaceError

from gilde.core.live.bus import PATIENCE, make_bus
from gilde.core.models.signal import Signal

if TYPE_CHECKING:
    from gilde.core.live.hub import Hub, Stream

logger = logging.getLogger("gilde.live")

# A transaction may commit after one that began later, so numbers do not come in order: for this many seconds one that
# was left out is looked for again. Longer than any transaction of a page.
_LATE: Final = 60.0
_MOST: Final = 1000  # signals read at a time


class Heard(NamedTuple):
    """A signal as it goes over the wire."""

    id: int
    kind: str
    topics: frozenset[str]

    def piece(self) -> bytes:
        """The event; its ``id`` is what the browser says when it comes back."""
        return f"id: {self.id}\nevent: {self.kind}\ndata: \n\n".encode()


class Ear(threading.Thread):
    """One thread per process, while there are streams."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(name="ear", daemon=True)
        self._hub = hub
        self._stopped = threading.Event()
        self._asking: queue.SimpleQueue[tuple[Stream, int]] = queue.SimpleQueue()
        self._last: int | None = None  # the highest number heard
        self._left_out: dict[int, float] = {}  # numbers below it that were not there, until when they may still come
        self._bus = make_bus()

    def ask(self, stream: Stream, since: int) -> None:
        """Let ``stream`` have what came after ``since``."""
        self._asking.put((stream, since))

    def stop(self) -> None:
        """End soon."""
        self._stopped.set()

    def run(self) -> None:
        """Listen until stopped; a database that is away is waited for."""
        try:
            while not self._stopped.is_set():
                try:
                    if self._last is None:
                        self._last = Signal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
                    if self._bus.wait(PATIENCE if self._asking.empty() else 0, self._stopped):
                        self._hub.pass_on(self._new())
                    self._answer()
                except (DatabaseError, InterfaceError):
                    logger.warning("Live streams lost the database; trying again", exc_info=True)
                    with contextlib.suppress(DatabaseError, InterfaceError):
                        connection.close()
                    self._stopped.wait(PATIENCE)
        finally:
            self._bus.close()
            connection.close()

    def _new(self) -> Iterator[Heard]:
        """Signals that were not there at the last look."""
        until = time.monotonic() + _LATE
        full = True
        while full:
            assert self._last is not None
            found = list(_heard(Signal.objects.filter(pk__gt=self._last)))
            full = len(found) == _MOST
            for signal in found:
                self._left_out.update(dict.fromkeys(range(max(self._last + 1, signal.id - _MOST), signal.id), until))
                self._last = signal.id
                yield signal
        if self._left_out:
            for signal in _heard(Signal.objects.filter(pk__in=list(self._left_out)[:_MOST])):
                del self._left_out[signal.id]
                yield signal
            moment = time.monotonic()
            self._left_out = {number: ends for number, ends in self._left_out.items() if ends > moment}

    def _answer(self) -> None:
        """Streams that came back hear what they missed."""
        with contextlib.suppress(queue.Empty):
            while True:
                stream, since = self._asking.get_nowait()
                oldest = Signal.objects.order_by("pk").values_list("pk", flat=True).first()
                if since and (oldest is None or oldest > since + 1):
                    self._hub.catch_up(stream, None)
                    continue
                self._hub.catch_up(stream, _heard(Signal.objects.filter(pk__gt=since)))


def _heard(rows: QuerySet[Signal]) -> Iterator[Heard]:
    for number, kind, topics in rows.order_by("pk").values_list("pk", "kind", "topics")[:_MOST]:
        yield Heard(number, kind, frozenset(topics))
