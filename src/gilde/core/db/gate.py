"""The write gate: one writer at a time per SQLite database, over all threads and processes of this machine.

SQLite's own waiting is a lottery of sleeps: under load some writers starve for seconds, and once a busy timeout has
expired Python's garbage collector can make the whole process wait for a sleeping thread. So nobody waits inside
SQLite: writers queue here, before BEGIN IMMEDIATE, and leave after COMMIT.

Inside a process the queue is first come, first served, with direct hand-over. Between processes two ``flock`` files
make a turnstile: who wants to write takes ``NAME.queue`` first, then ``NAME.gate``, then lets go of the queue. A
process that just left the gate must pass the queue again, so it cannot overtake one that already waits. The kernel
frees both locks when their process dies, however it dies.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque
from functools import cache
from pathlib import Path

_POLL_FIRST = 0.0002  # seconds; a commit takes milliseconds, so the first looks are quick
_POLL_LAST = 0.001  # nor much longer later, or who just came looks more often than who waits


class GateTimeout(Exception):
    """The gate did not open within the given time."""


class _FairLock:
    """A lock that is handed to the waiters in the order in which they came."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiters: deque[threading.Lock] = deque()

    def acquire(self, timeout: float) -> bool:
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._waiters.append(turn)
        try:
            if turn.acquire(timeout=timeout):
                return True
        except BaseException:
            self._give_up(turn)
            raise
        with self._guard:
            if turn in self._waiters:
                self._waiters.remove(turn)
                return False
        return True  # the turn came in the instant after the timeout

    def _give_up(self, turn: threading.Lock) -> None:
        """Leave the queue after an interruption, passing on a turn that came meanwhile."""
        with self._guard:
            if turn in self._waiters:
                self._waiters.remove(turn)
                return
        self.release()

    def release(self) -> None:
        with self._guard:
            if self._waiters:
                self._waiters.popleft().release()
            else:
                self._taken = False


class WriteGate:
    """The gate of one database file in this process. Made by :func:`gate_for`."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._lock = _FairLock()
        self._queue_file: int | None = None
        self._gate_file: int | None = None

    def acquire(self, timeout: float) -> None:
        """Wait for the turn of this writer, at most ``timeout`` seconds.

        Raises:
            GateTimeout: when the turn did not come; nothing is held then.
        """
        deadline = time.monotonic() + timeout
        if not self._lock.acquire(timeout):
            raise GateTimeout
        try:
            if self._queue_file is None:
                self._queue_file = _open(f"{self._database}.queue")
            if self._gate_file is None:
                self._gate_file = _open(f"{self._database}.gate")
            _flock(self._queue_file, deadline)
            try:
                _flock(self._gate_file, deadline)
            finally:
                fcntl.flock(self._queue_file, fcntl.LOCK_UN)
        except BaseException:
            self._lock.release()
            raise

    def release(self) -> None:
        """Let the next writer in."""
        try:
            if self._gate_file is not None:
                fcntl.flock(self._gate_file, fcntl.LOCK_UN)
        finally:
            self._lock.release()

    def forget(self) -> None:
        """Close this process's copies of the lock files, without unlocking what the parent process holds."""
        for descriptor in (self._queue_file, self._gate_file):
            if descriptor is not None:
                os.close(descriptor)
        self._queue_file = self._gate_file = None


def _open(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _flock(descriptor: int, deadline: float) -> None:
    pause = _POLL_FIRST
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise GateTimeout from None
            time.sleep(pause)
            pause = min(pause * 1.5, _POLL_LAST)
        else:
            return


_gates: dict[str, WriteGate] = {}
_gates_guard = threading.Lock()


def gate_for(database: str) -> WriteGate:
    """The gate of the database file at this path; the same object for every spelling of the path."""
    path = _whole(database)
    with _gates_guard:
        return _gates.setdefault(path, WriteGate(path))


@cache  # every write asks, and a process has one database
def _whole(database: str) -> str:
    return str(Path(database).resolve())


def _after_fork() -> None:
    # A forked child shares the parent's open files, and with them its locks: it starts with gates of its own.
    global _gates_guard
    for gate in _gates.values():
        gate.forget()
    _gates.clear()
    _gates_guard = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)
