"""The supervisor: keeps a set of forked processes alive, and ends them all when it is told to stop.

It holds no threads, no database connection and no state on disk, so that ``kill -9`` of it, or of anything it
started, leaves nothing to repair.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from gilde.config.process import die_with_parent, name_process

_STOP: Final = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
_WATCHED: Final = _STOP | {signal.SIGCHLD}
_GRACE: Final = 5.0  # seconds between the request to stop and the end of patience
_STEADY: Final = 10.0  # seconds a process must live before its next death counts as the first
_LONGEST_PAUSE: Final = 30.0


@dataclass
class Job:
    """One process to keep alive: its name, and the function that is its whole life."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    started: float = 0.0
    due: float = 0.0
    deaths: int = 0

    def pause(self) -> float:
        """Seconds to wait before the next start: none after a first death, doubling when it keeps dying."""
        return 0.0 if self.deaths <= 1 else min(_LONGEST_PAUSE, 0.25 * 2**self.deaths)


class Supervisor:
    """Runs ``jobs`` until SIGTERM, SIGINT or SIGHUP."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.jobs = list(jobs)
        self._stopping = 0.0  # when patience ends; 0 = not stopping
        self._bell, self._bell_rope = os.pipe()
        os.set_blocking(self._bell, False)
        os.set_blocking(self._bell_rope, False)
        self._lifeline, self._held_by_parent = os.pipe()

    def run(self, started: Callable[[], None] = lambda: None) -> None:
        """Start everything, call ``started`` once, keep everything alive, and return when all has ended."""
        for number in _WATCHED:
            signal.signal(number, _ring)
        signal.set_wakeup_fd(self._bell_rope, warn_on_full_buffer=False)
        for job in self.jobs:
            self._start(job)
        started()
        while not (self._stopping and not any(job.pid for job in self.jobs)):
            self._listen()
            self._bury()
            now = time.monotonic()
            if self._stopping:
                if now >= self._stopping:
                    self._tell(signal.SIGKILL)
                continue
            for job in self.jobs:
                if not job.pid and now >= job.due:
                    self._start(job)

    def _listen(self) -> None:
        """Sleep until a signal, or until something is due."""
        moments = [job.due for job in self.jobs if not job.pid] if not self._stopping else [self._stopping]
        wait = max(0.0, min(moments) - time.monotonic()) if moments else None
        if self._stopping and wait == 0.0:
            wait = 0.1
        try:
            if not select.select([self._bell], [], [], wait)[0]:
                return
            signals = os.read(self._bell, 512)
        except (InterruptedError, BlockingIOError):
            return
        for number in signals:
            if number in _STOP:
                # The second request is from somebody who does not want to wait.
                self._stopping = time.monotonic() if self._stopping else time.monotonic() + _GRACE
                self._tell(signal.SIGTERM)

    def _tell(self, number: signal.Signals) -> None:
        for job in self.jobs:
            if job.pid:
                os.kill(job.pid, number)

    def _bury(self) -> None:
        """Take note of every process that ended."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            job = next((job for job in self.jobs if job.pid == pid), None)
            if job is None:
                continue  # an orphan that a container gave to us
            job.pid = 0
            if self._stopping:
                continue
            now = time.monotonic()
            job.deaths = job.deaths + 1 if now - job.started < _STEADY else 1
            job.due = now + job.pause()
            say(f"The {job.name} ended ({_how(status)}); starting it again{_later(job.pause())}.")

    def _start(self, job: Job) -> None:
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        # No signal may reach the child before it has let go of the bell, or it would ring ours.
        signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
        pid = os.fork()
        if pid == 0:
            self._live(job, parent)
        job.pid, job.started = pid, time.monotonic()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)

    def _live(self, job: Job, parent: int) -> None:
        """The child: everything of the supervisor is let go of, then the job is done and the process ends."""
        with _whole_life():
            signal.set_wakeup_fd(-1)
            for number in _WATCHED:
                signal.signal(number, signal.SIG_DFL)
            # Ctrl-C reaches the whole group; the supervisor answers it and tells us with SIGTERM.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)
            os.close(self._held_by_parent)
            os.close(self._bell)
            os.close(self._bell_rope)
            die_with_parent(parent, self._lifeline)
            name_process(f"gilde {job.name}")
            job.run()


def in_child(work: Callable[[], None]) -> Callable[[], bool]:
    """Begin ``work`` in a forked process, so that nothing it opens or loads stays in this one.

    Returns:
        A function that waits for its end and tells whether it went well. Ctrl-C and SIGTERM end both.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    lifeline, held = os.pipe()
    pid = os.fork()
    if pid == 0:
        with _whole_life():
            os.close(held)
            die_with_parent(parent, lifeline)
            work()

    def wait() -> bool:
        try:
            return os.waitpid(pid, 0)[1] == 0
        finally:
            os.close(lifeline)
            os.close(held)

    return wait


@contextmanager
def _whole_life() -> Iterator[None]:
    """The life of a forked process: when it is over the process ends here and runs nothing of its parent's code."""
    code = 1
    try:
        yield
        code = 0
    except KeyboardInterrupt:
        code = 130
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def say(sentence: str) -> None:
    """One line on the terminal, at once, also when it is a pipe; a reader that left is no reason to stop."""
    with suppress(OSError):
        print(sentence, flush=True)


def _ring(_number: int, _frame: object) -> None:
    """The wakeup descriptor does the work; without a handler there would be none."""


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _later(pause: float) -> str:
    return f" in {pause:g} seconds" if pause else ""
