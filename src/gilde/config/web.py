"""One web process: granian's WSGI worker on a socket that the supervisor opened.

Granian's own master would be one process more, would bind the port anew in every worker (so that requests waiting in
a killed worker's queue are lost) and would load the pages in each of them. Here the supervisor loads the pages once,
every worker is a fork of it, and all accept from one queue. This uses granian's worker class, which its own master
uses in the same way; the hash-locked version and ``tests/config/test_up.py`` hold that together.
"""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any, Final

from granian import _granian
from granian._futures import _new_cbscheduler
from granian._loops import loops
from granian.http import HTTP1Settings
from granian.wsgi import ResponseIterWrap

BACKLOG: Final = 1024
# Connections one process keeps open, working or idle; below the usual limit of 1,024 open files with room for the
# database and files. More wait in the backlog.
CONNECTIONS: Final = 400
_IDLE_THREAD: Final = 600  # seconds; a thread takes its database connection along, so they should live long
_LEFT: Final = 256 * 1024  # bytes of a body that are taken in though nobody asked for them
_NO_TLS: Final[tuple[Any, ...]] = (False, None, None, None, "tls1.3", None, [], False)
_RUST: Final[Any] = _granian  # its type stubs are behind its code
_ENVIRON: Final[dict[str, Any]] = {
    "GATEWAY_INTERFACE": "CGI/1.1",
    "SCRIPT_NAME": "",
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}


def open_listener(host: str, port: int) -> socket.socket:
    """A listening socket for all web processes.

    Raises:
        OSError: with ``errno`` telling why: the port is taken, forbidden, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    listener.setblocking(False)
    return listener


def serve(application: Callable[..., Any], listener: socket.socket, *, number: int, threads: int) -> None:
    """Answer requests until SIGTERM, then finish those at work and return."""
    stopping = _RUST.WorkerSignal()
    stopped = threading.Event()
    stopping.add_cb(stopped.set)
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    worker = _RUST.WSGIWorker(
        number,
        (None, _RUST.SocketHolder(listener.fileno(), False, BACKLOG)),
        None,  # no metrics channel
        1,  # Rust threads: they only move bytes
        8,  # at most, for blocking file work inside granian
        threads,
        _IDLE_THREAD,
        CONNECTIONS,
        "1",
        HTTP1Settings(header_read_timeout=15_000),
        None,
        None,
        *_NO_TLS,
        (None, None),  # no metrics
    )
    loop = loops.get("asyncio")
    worker.serve_mtr(_new_cbscheduler(loop, _answering(application), impl_asyncio=True), loop, stopping)
    stopped.wait()


def _answering(application: Callable[..., Any]) -> Callable[[Any, Any], int]:
    """The WSGI call, made for Django's responses.

    Unlike granian's own it keeps the process environment, with its secrets, out of every request, hands over a whole
    page at once before Django tidies up, and does not say which server this is (an empty ``Server`` is the closest
    to none that granian allows).
    """

    def answer(protocol: Any, scope: Any) -> int:
        begun: list[Any] = [500, []]

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            begun[:] = int(status[:3]), [*headers, ("server", "")]

        response = application(_ENVIRON | scope, start)
        _take_rest(scope)
        if getattr(response, "streaming", True):
            protocol.response_iter(*begun, ResponseIterWrap(response))
        else:
            protocol.response_bytes(*begun, b"".join(response))
            response.close()
        return int(begun[0])

    return answer


def _take_rest(scope: Any) -> None:
    """Read what was left of a small body: a form that is refused before anybody reads it.

    The server underneath closes a connection whose body was not read, so that the browser may see a fault instead of
    the answer, and a proxy loses a connection it meant to keep. A larger body is not worth waiting for.
    """
    if 0 < int(scope.get("CONTENT_LENGTH") or 0) <= _LEFT:
        scope["wsgi.input"].read(_LEFT)
