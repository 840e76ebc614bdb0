"""One web process: granian's worker on a socket that the supervisor opened, for pages and live streams on one port.

Granian's own master would be one process more, would bind the port anew in every worker (so that requests waiting in
a killed worker's queue are lost) and would load the pages in each of them. Here the supervisor loads the pages once,
every worker is a fork of it, and all accept from one queue. This uses granian's worker class, which its own master
uses in the same way; the hash-locked version and ``tests/config/test_up.py`` hold that together.

An event loop takes requests in and lets threads answer them, as WSGI wants (``calls``). When an answer says that a live
stream may begin, the loop goes on with it, so that a stream costs no thread (``gilde.core.live``). Measured beside
granian's own WSGI worker: 0.22 against 0.18 CPU ms for the least page, and 35 KiB for an open stream.
"""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from granian import _granian
from granian._futures import _new_cbscheduler
from granian._loops import loops
from granian.http import HTTP1Settings
from granian.rsgi import ProtocolClosed

from gilde.config.process import BACKLOG, allow_open_files
from gilde.config.share import Share
from gilde.config.web.calls import CutOff, NoLength, Pages, Streams, TooLarge, received

# Connections one process keeps open, streams included; more wait in the backlog.
CONNECTIONS: Final = 4000
# How long a connection may wait for its next request. A proxy that sends one just when it is closed here tells its
# visitor of a fault (502), since it may not send a form twice; so behind a proxy it is closed by the proxy, which keeps
# idle ones for one minute (nginx, Amazon) or two (Caddy). Without a proxy slow senders would keep their places as long.
IDLE: Final = 15
IDLE_BEHIND_PROXY: Final = 150
_NO_TLS: Final[tuple[Any, ...]] = (False, None, None, None, "tls1.3", None, [], False)
_RUST: Final[Any] = _granian  # its type stubs are behind its code


def serve(
    application: Callable[..., Any],
    listener: socket.socket,
    *,
    number: int,
    threads: int,
    streams: Callable[[asyncio.AbstractEventLoop], Streams],
    share: Share,
    largest: int = 2**27,
    idle: int = IDLE,
) -> None:
    """Answer requests until SIGTERM, then finish those at work, end the streams and return.

    Args:
        number: which worker this is, from 1.
        threads: how many pages are answered at a time.
        streams: makes what holds the live streams of this process.
        share: what tells how much the others have to do.
        largest: bytes of a request's body; what is larger is refused before Django sees it.
        idle: seconds until a connection on which nothing is asked is closed; the head of a request has as long.
    """
    spare = allow_open_files(CONNECTIONS + 200)
    loop = loops.get("asyncio")
    asyncio.set_event_loop(loop)
    live = streams(loop)
    pages = Pages(application, loop, live, partial(share.is_too_large, number), threads=threads)
    stopping, stopped = _RUST.WorkerSignal(), asyncio.Event()
    stopping.add_cb(lambda: loop.call_soon_threadsafe(stopped.set))

    def stop() -> None:
        live.close()
        stopping.set()

    loop.add_signal_handler(signal.SIGTERM, stop)

    async def answer(watcher: Any) -> None:
        protocol = watcher.proto
        try:
            pages.put(watcher, await received(watcher.scope, protocol, largest))
        except TooLarge:
            protocol.response_str(413, [("content-type", "text/plain"), ("connection", "close")], "Too large.\n")
            watcher.done()
        except NoLength:
            protocol.response_str(411, [("content-type", "text/plain"), ("connection", "close")], "Say its length.\n")
            watcher.done()
        except (CutOff, ProtocolClosed):  # who asked has gone
            watcher.done()
        except BaseException as error:  # granian must say 500
            watcher.err(error)

    worker = _RUST.RSGIWorker(
        number,
        (None, _RUST.SocketHolder(listener.fileno(), False, BACKLOG)),
        None,  # no metrics channel
        1,  # Rust threads: they only move bytes
        8,  # at most, for blocking file work inside granian
        1,  # Python's event loop
        600,
        min(CONNECTIONS, max(200, spare - 200)),
        "1",
        HTTP1Settings(header_read_timeout=idle * 1000),
        None,
        False,  # no websockets
        None,
        *_NO_TLS,
        (None, None),  # no metrics
    )
    worker.serve_mtr(_new_cbscheduler(loop, answer, impl_asyncio=True), loop, stopping)
    loop.run_until_complete(stopped.wait())
