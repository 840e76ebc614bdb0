"""Pages of one process take turns, as Python's lock would have it anyway, but one after the other.

Threads that make pages at the same time hand Python's lock to each other at every statement of the database: all become
late together and some very late. In a queue the first is done when the last begins, and nothing is spent on changing
places. Who takes long (a password that is hashed, a picture, a lock of somebody else) loses the turn, so that
nobody waits for it longer than that.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_PATIENCE: Final = 0.1  # seconds; nearly every page takes a tenth of that


class Turn:
    """Whose turn it is: one thread's at a time, in the order in which they came.

    Args:
        patience: seconds that somebody can have the turn while others wait; then the next goes on beside them.
    """

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._guard = threading.Lock()
        self._holder: threading.Lock | None = None
        self._since = 0.0
        self._waiting: deque[threading.Lock] = deque()

    @property
    def waiting(self) -> int:
        """How many wait for the turn."""
        return len(self._waiting)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn, and give it to the next at the end."""
        mine = threading.Lock()
        mine.acquire()
        with self._guard:
            if self._holder is None:
                self._give(mine)
            else:
                self._waiting.append(mine)
        self._wait(mine)
        try:
            yield
        finally:
            with self._guard:
                if self._holder is mine:
                    self._give(self._waiting.popleft() if self._waiting else None)

    def _wait(self, mine: threading.Lock) -> None:
        while not mine.acquire(timeout=self._patience):
            with self._guard:
                first = bool(self._waiting) and self._waiting[0] is mine
                if first and time.monotonic() - self._since >= self._patience:
                    self._give(self._waiting.popleft())

    def _give(self, to: threading.Lock | None) -> None:
        self._holder, self._since = to, time.monotonic()
        if to is not None:
            to.release()
