"""The streams of one web process: Server-Sent Events (WHATWG HTML, section 9.2), without a thread for each."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterable
from typing import Any, Final

from gilde.core.live.ear import Ear, Heard
from gilde.core.live.hearing import Listener, hears

BEAT: Final = 25.0  # seconds; keeps proxies from closing a silent stream, and notices who went away
LONGEST: Final = 3600.0  # seconds; the browser comes back by itself and says what it heard last
MOST_PER_PERSON: Final = 8  # in one process; the oldest makes room
_BEAT: Final = b": \n\n"
_HELLO: Final = b"retry: 3000\n\n"
_RESYNC: Final = b"event: resync\ndata: \n\n"


class Stream:
    """One open stream. Its pieces are put by the hub, inside the loop."""

    __slots__ = ("ended", "listener", "pieces", "rang")

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.pieces: list[bytes] = []
        self.rang = asyncio.Event()
        self.ended = False

    def put(self, piece: bytes) -> None:
        """Send ``piece`` when its turn comes; a reader who is a hundred behind asks anew."""
        if len(self.pieces) >= 100:
            self.pieces[:] = [_RESYNC]
        self.pieces.append(piece)
        self.rang.set()

    def end(self) -> None:
        """Send what waits and close."""
        self.ended = True
        self.rang.set()


class Hub:
    """Passes signals on to the streams that listen."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._lock = threading.Lock()  # the ear looks at the streams from its own thread
        self._streams: dict[str, set[Stream]] = {}
        self._of: dict[int, list[Stream]] = {}
        self._ear: Ear | None = None
        self._closed = False

    def __len__(self) -> int:
        return sum(len(streams) for streams in self._of.values())

    async def stream(self, protocol: Any, status: int, headers: list[tuple[str, str]], listener: Listener) -> None:
        """Hold one stream open until its reader goes, its hour is over or this process stops.

        Args:
            protocol: granian's RSGI protocol of the request.
            status, headers: what Django answered with.
        """
        endless = [(name, value) for name, value in headers if name.lower() != "content-length"]
        transport = protocol.response_stream(status, endless)
        stream = Stream(listener)
        ends = self._loop.time() + LONGEST
        with self._lock:
            self._enter(stream)
        try:
            await transport.send_bytes(_HELLO)
            while not (stream.ended and not stream.pieces) and self._loop.time() < ends:
                if not stream.pieces:
                    stream.rang.clear()
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(BEAT):
                            await stream.rang.wait()
                pieces, stream.pieces = stream.pieces, []
                await transport.send_bytes(b"".join(pieces) or _BEAT)
        except RuntimeError:
            pass  # granian says this of a reader who went away
        finally:
            with self._lock:
                self._leave(stream)

    def close(self) -> None:
        """End all streams; new ones end at once."""
        with self._lock:
            self._closed = True
            streams = [stream for mine in self._of.values() for stream in mine]
            ear, self._ear = self._ear, None
        for stream in streams:
            stream.end()
        if ear is not None:
            ear.stop()

    # ── from the thread of the ear ────────────────────────────────────────────
    def pass_on(self, heard: Iterable[Heard]) -> None:
        """Let every stream hear what it listens to and may still hear."""
        for signal in heard:
            piece = signal.piece()
            with self._lock:
                found = {stream for topic in signal.topics for stream in self._streams.get(topic, ())}
            may: dict[Listener, bool] = {}  # who has it open in several windows is asked for once
            for stream in found:
                who = stream.listener._replace(since=None)
                if who not in may:
                    may[who] = hears(who, signal.topics)
                if may[who]:
                    self._loop.call_soon_threadsafe(stream.put, piece)
                else:
                    self._loop.call_soon_threadsafe(stream.end)

    def catch_up(self, stream: Stream, missed: Iterable[Heard] | None) -> None:
        """What a stream missed while it was broken; None when nobody knows any more."""
        if missed is None:
            self._loop.call_soon_threadsafe(stream.put, _RESYNC)
            return
        for signal in missed:
            if signal.topics.intersection(stream.listener.topics) and hears(stream.listener, signal.topics):
                self._loop.call_soon_threadsafe(stream.put, signal.piece())

    # ── with the lock held ────────────────────────────────────────────────────
    def _enter(self, stream: Stream) -> None:
        if self._closed:
            stream.end()
            return
        mine = self._of.setdefault(stream.listener.person_id, [])
        mine.append(stream)
        if len(mine) > MOST_PER_PERSON:
            mine[0].end()
        for topic in stream.listener.topics:
            self._streams.setdefault(topic, set()).add(stream)
        if self._ear is None:
            self._ear = Ear(self)
            self._ear.start()
        if stream.listener.since is not None:
            self._ear.ask(stream, stream.listener.since)

    def _leave(self, stream: Stream) -> None:
        mine = self._of.get(stream.listener.person_id, [])
        if stream in mine:
            mine.remove(stream)
        if not mine:
            self._of.pop(stream.listener.person_id, None)
        for topic in stream.listener.topics:
            streams = self._streams.get(topic, set())
            streams.discard(stream)
            if not streams:
                self._streams.pop(topic, None)
        if not self._of and self._ear is not None:
            self._ear.stop()
            self._ear = None
