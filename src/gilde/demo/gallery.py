"""The drawn pictures of the demo, made ahead on another core while the acts are played."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from gilde.demo import pictures, script
from gilde.demo.pictures import PortraitSpec


class Gallery:
    """Hands out every picture once, in any order. Pillow lets go of Python's lock while it smooths and packs."""

    def __init__(self, play: script.Script) -> None:
        self._drawing = ThreadPoolExecutor(1, thread_name_prefix="drawing")
        self._waiting: dict[tuple[str, str], Future[bytes]] = {}
        # In the order in which the play asks for them.
        for who in sorted(play.people, key=lambda who: -who.joined_days_ago):
            if who.portrait is not None:
                self._draw("portrait", who.handle, _portrait(who.portrait))
        for place in sorted(play.communities, key=lambda place: -place.started_days_ago):
            self._draw("cover", place.slug, _cover(place))
        for thread in play.in_order():
            if thread.picture:
                self._draw("illustration", thread.key, _illustration(thread.picture, thread.key))

    def take(self, kind: str, key: str) -> bytes:
        """The picture as WebP: ``portrait`` of a handle, ``cover`` of a slug, ``illustration`` of a thread's key."""
        return self._waiting.pop((kind, key)).result()

    def close(self) -> None:
        """Stop drawing; what nobody took is left undone."""
        self._drawing.shutdown(cancel_futures=True)

    def _draw(self, kind: str, key: str, draw: Callable[[], bytes]) -> None:
        self._waiting[kind, key] = self._drawing.submit(draw)


def _portrait(spec: PortraitSpec) -> Callable[[], bytes]:
    return lambda: pictures.portrait(spec)


def _cover(place: script.Community) -> Callable[[], bytes]:
    return lambda: pictures.cover(_seed(place.slug), place.initials, place.cover)


def _illustration(name: str, key: str) -> Callable[[], bytes]:
    return lambda: pictures.illustration(name, _seed(key))


def _seed(text: str) -> int:
    """A number that is the same for the same text, whatever the process."""
    return zlib.crc32(text.encode())
