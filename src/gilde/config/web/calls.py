"""Between the event loop and the pages: requests become WSGI calls in threads, answers go back through the loop."""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, Final, Protocol

from granian.rsgi import ProtocolClosed

from gilde.config.web.turn import Turns

_IN_MEMORY: Final = 1_000_000  # bytes of a body before it goes to disk
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


class Streams(Protocol):
    """What holds live streams open: ``gilde.core.live.hub.Hub``, or nothing at all in a program without any."""

    async def stream(self, protocol: Any, status: int, headers: list[tuple[str, str]], listener: Any) -> None:
        """Hold one stream open until it ends."""

    def close(self) -> None:
        """End them all."""


class CutOff(Exception):
    """The sender went away before all of it had come."""


class NoLength(Exception):
    """A body that does not say how long it is (RFC 9110, 15.5.12)."""


class TooLarge(Exception):
    """A body beyond what anything here accepts."""


async def received(scope: Any, protocol: Any, largest: int) -> IO[bytes]:
    """The whole body of a request: in memory when small, else in a nameless file.

    A slow sender keeps no thread waiting. What was cut off on its way is not taken for a shorter whole: granian ends
    the pieces of a body in the same way when its sender goes, so only the length tells.

    Raises:
        CutOff: the sender went away before the end.
        NoLength: it comes in pieces without saying how much it is.
        TooLarge: beyond ``largest`` bytes.
    """
    length = scope.headers.get("content-length")
    if length is None:
        if "transfer-encoding" in scope.headers:
            raise NoLength
        return io.BytesIO()
    if int(length) > largest:
        raise TooLarge
    if int(length) <= _IN_MEMORY:
        return io.BytesIO(await protocol())  # raises itself when it is cut off
    body = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by the page's thread
    try:
        async for chunk in protocol:
            body.write(chunk)
        if body.tell() != int(length):
            raise CutOff
    except BaseException:
        body.close()
        raise
    return body


class Pages:
    """Threads that answer requests, each with a database connection of its own that lives as long as it does.

    Args:
        is_too_much: whether so many pages at hand are more than this process should have; then a connection ends with
            its answer.
    """

    def __init__(
        self,
        application: Callable[..., Any],
        loop: asyncio.AbstractEventLoop,
        streams: Streams,
        is_too_much: Callable[[int], bool],
        *,
        threads: int,
    ) -> None:
        self._application = application
        self._loop = loop
        self._streams = streams
        self._is_too_much = is_too_much
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="file")  # of files that are sent in pieces
        self._tasks: set[asyncio.Task[None]] = set()  # a task without a holder may be collected
        self._turns: Turns[tuple[Any, IO[bytes]]] = Turns(self._work, loop.call_later, threads=threads)

    def put(self, watcher: Any, body: IO[bytes]) -> None:
        """Let a thread answer when it has the turn; from the loop's own thread."""
        self._turns.put((watcher, body))

    def _work(self, call: tuple[Any, IO[bytes]]) -> None:
        watcher, body = call
        try:
            with body:
                self._answer(watcher, body)
        except BaseException as error:
            traceback.print_exc()
            watcher.err(error)

    def _answer(self, watcher: Any, body: IO[bytes]) -> None:
        """Make the WSGI call.

        The environment of this process, with its secrets, stays out of every request; a whole page is handed over
        before Django tidies up; nothing says which server this is (an empty ``Server`` is the closest to none that
        granian allows).
        """
        status, headers = 500, [("", "")]

        def start(line: str, fields: list[tuple[str, str]], _error: Any = None) -> None:
            nonlocal status, headers
            status, headers = int(line[:3]), [*fields, ("server", "")]

        response = self._application(_environ(watcher.scope, body), start)
        listener = getattr(response, "listener", None)
        if listener is not None:
            response.close()
            self._go_on(watcher, self._streams.stream(watcher.proto, status, headers, listener))
        elif getattr(response, "streaming", True):
            self._go_on(watcher, self._send(watcher.proto, status, headers, response))
        else:
            if self._is_too_much(self._turns.waiting + 1):
                headers.append(("connection", "close"))
            watcher.proto.response_bytes(status, headers, b"".join(response))
            response.close()
            watcher.done()

    def _go_on(self, watcher: Any, sending: Any) -> None:
        async def go_on() -> None:
            try:
                await sending
            except ProtocolClosed:  # who asked has gone
                watcher.done()
            except BaseException as error:
                watcher.err(error)
            else:
                watcher.done()

        def begin() -> None:
            task = self._loop.create_task(go_on())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        self._loop.call_soon_threadsafe(begin)

    async def _send(self, protocol: Any, status: int, headers: list[tuple[str, str]], response: Any) -> None:
        """Send a long answer piece by piece. However slow its receiver, no page waits for it."""
        pieces: Iterator[bytes] = iter(response)
        try:
            transport = protocol.response_stream(status, headers)
            while piece := await self._loop.run_in_executor(self._readers, next, pieces, b""):
                await transport.send_bytes(piece)
        finally:
            await self._loop.run_in_executor(self._readers, response.close)


def _environ(scope: Any, body: IO[bytes]) -> dict[str, Any]:
    """The WSGI environment (PEP 3333) of a request whose body has arrived."""
    length = body.seek(0, io.SEEK_END)
    body.seek(0)
    name, _, port = scope.server.rpartition(":")
    environ = _ENVIRON | {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": name,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "CONTENT_LENGTH": str(length),
        "wsgi.input": body,
        "wsgi.url_scheme": scope.scheme,
    }
    for field, value in scope.headers.items():
        if "_" in field or field in {"content-length", "transfer-encoding"}:
            continue  # with "_" it could pass for another field
        key = field.upper().replace("-", "_")
        if key != "CONTENT_TYPE":
            key = f"HTTP_{key}"
        if key in environ:
            value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
        environ[key] = value
    return environ
