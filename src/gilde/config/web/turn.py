"""Pages of one process take turns, as Python's lock would have it anyway, but one after the other.

Threads that make pages at the same time hand Python's lock to each other at every statement of the database: all become
late together and some very late. Here one thread makes page after page for as long as it keeps up, on one connection
whose statements stay prepared. Who takes long (a password that is hashed, a picture, a lock of somebody else) loses
the turn to another thread, so that nobody waits for it longer than that.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final, Generic, TypeVar

_PATIENCE: Final = 0.1  # seconds; nearly every page takes a tenth of that
Call = TypeVar("Call")


class Turns(Generic[Call]):
    """Threads that take the turn to answer calls, in the order in which they came.

    Args:
        work: answers one call; must not raise.
        later: has a function called after so many seconds, in the thread that calls :meth:`put`.
        threads: how many there are; so many calls can be slow at a time.
        patience: seconds that a call can keep the turn while others wait; then they go on beside it.
    """

    def __init__(
        self,
        work: Callable[[Call], None],
        later: Callable[[float, Callable[[], None]], object],
        *,
        threads: int,
        patience: float = _PATIENCE,
    ) -> None:
        self._work = work
        self._later = later
        self._patience = patience
        self._guard = threading.Lock()
        self._calls: deque[Call] = deque()
        self._holder: threading.Lock | None = None  # each thread goes by the lock it sleeps on
        self._since = 0.0
        self._is_watched = False
        self._resting: list[threading.Lock] = []  # never empty while nobody has the turn
        for number in range(threads):
            bed = threading.Lock()
            bed.acquire()
            self._resting.append(bed)
            threading.Thread(target=self._live, args=[bed], name=f"page {number + 1}", daemon=True).start()

    @property
    def waiting(self) -> int:
        """How many calls wait for the turn."""
        return len(self._calls)

    def put(self, call: Call) -> None:
        """Have ``call`` answered when its turn comes."""
        with self._guard:
            self._calls.append(call)
            if self._holder is None:
                self._wake()
            elif not self._is_watched:
                self._is_watched = True
                self._later(self._patience, self._look)

    def _live(self, bed: threading.Lock) -> None:
        while True:
            bed.acquire()
            while call := self._next(bed):
                self._work(call[0])
                del call  # what it held goes before the next one is waited for

    def _next(self, bed: threading.Lock) -> tuple[Call] | None:
        with self._guard:
            if self._holder is bed or self._holder is None:
                self._holder, self._since = bed if self._calls else None, time.monotonic()
                if self._calls:
                    return (self._calls.popleft(),)
            self._resting.append(bed)
            return None

    def _look(self) -> None:
        """Whoever has had the turn for too long while others wait loses it."""
        with self._guard:
            left = self._since + self._patience - time.monotonic()
            if self._calls and left <= 0 and self._resting:
                self._wake()
            self._is_watched = bool(self._calls)
            if self._is_watched:
                self._later(left if left > 0 else self._patience, self._look)

    def _wake(self) -> None:
        """Give the turn to the thread that rested last: it and its connection are warm."""
        self._holder, self._since = self._resting.pop(), time.monotonic()
        self._holder.release()
