"""What Gilde asks of the operating system: locks and children that end with their holder."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import platform
import resource
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Final

BACKLOG: Final = 1024  # connections that may wait for a web process
_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h
_PR_SET_NAME: Final = 15
_M_ARENA_MAX: Final = -8  # malloc.h of glibc


class Lock:
    """An exclusive or shared lock on a file, freed by the kernel when its last holder ends, however it ends.

    Forked children hold it too, so it tells whether *any* process of a running Gilde is left.
    """

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        self.path = path
        self._mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        self._descriptor: int | None = None

    def take(self, patience: float = 0.0) -> bool:
        """Try for ``patience`` seconds; whether the lock is held now."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, self._mode | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(descriptor)
                    return False
                time.sleep(0.05)
            else:
                self._descriptor = descriptor
                return True

    def note(self, text: str) -> None:
        """Leave a line for whoever finds the lock taken. It says nothing about whether it is taken."""
        assert self._descriptor is not None  # a note belongs to a held lock
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def free(self) -> None:
        """Let go, in this process."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def die_with_parent(parent: int, lifeline: int) -> None:
    """Make this forked process end at once when its parent does, even by ``kill -9``.

    Args:
        parent: the process id of the parent, taken before the fork.
        lifeline: reading end of a pipe whose writing end only the parent holds; used where the kernel offers no
            signal for it.
    """
    if platform.system() == "Linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it ended between the fork and the line above
            os._exit(1)
        return

    def watch() -> None:
        os.read(lifeline, 1)  # returns when the parent is gone
        os._exit(1)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def name_process(name: str) -> None:
    """What ``top`` and ``ps -o comm`` call this process: the first 15 letters."""
    if platform.system() == "Linux":
        ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode()[:15], 0, 0, 0)


def limit_memory_arenas() -> None:
    """Let the threads of this process share two memory arenas: by default glibc gives each its own, mostly unused."""
    with contextlib.suppress(OSError, AttributeError):  # another C library has no arenas of this kind
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def allow_open_files(wanted: int) -> int:
    """Raise this process's limit of open files towards ``wanted``; how many it may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted if soft == resource.RLIM_INFINITY else soft
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def open_listener(host: str, port: int) -> socket.socket:
    """A listening socket for all web processes.

    Raises:
        OSError: with ``errno`` telling why: the port is taken, forbidden, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    listener.setblocking(False)
    return listener
