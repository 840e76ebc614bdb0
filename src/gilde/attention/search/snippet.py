"""A piece of a text around the words that were sought, with those words marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from gilde.attention.search.words import WORD, stems

LENGTH: Final = 220  # characters
_BEFORE: Final = 60
_LOOKED_AT: Final = 20_000
_GAP: Final = re.compile(r"\s")


class Piece(NamedTuple):
    """A stretch of text; ``hit`` when it was sought."""

    text: str
    hit: bool


def pieces(text: str, sought: frozenset[str], *, around: bool = False) -> list[Piece]:
    """``text`` cut at the words that have a sought token; the whole of it, or with ``around`` 220 characters."""
    hits = _hits(text[:_LOOKED_AT], sought)
    start, end = _window(text, hits) if around else (0, len(text))
    found: list[Piece] = [Piece("… ", False)] if start else []
    at = start
    for begin, stop in hits:
        if begin < at or stop > end:
            continue
        found += [Piece(text[at:begin], False), Piece(text[begin:stop], True)]
        at = stop
    found.append(Piece(text[at:end], False))
    if end < len(text):
        found.append(Piece(" …", False))
    return [piece for piece in found if piece.text]


def _hits(text: str, sought: frozenset[str]) -> list[tuple[int, int]]:
    """Where the sought words stand: whole words, and words that were made of one."""
    if not sought:
        return []
    is_hit = _judge(sought)
    return [word.span() for word in WORD.finditer(text) if is_hit(word[0])]


@lru_cache(maxsize=16)
def _judge(sought: frozenset[str]) -> Callable[[str], bool]:
    """What says of a word whether it is sought; it remembers, for most words of a text were in the one before.

    A stem begins as its word does, and what a compound ends in stands in it: a glance at that leaves out most words
    before they are stemmed.
    """
    bare = {token.removeprefix("e_") for token in sought}
    plain = tuple(token for token in sought if not token.startswith("e_") and len(token) > 3)
    initials = tuple({token[0] for token in bare})
    inside = tuple({token[:2] for token in plain})

    @lru_cache(maxsize=5_000)
    def is_hit(word: str) -> bool:
        small = word.lower()
        long = len(small) > 6 and bool(plain)
        if small.isascii() and not small.startswith(initials) and not (long and any(one in small for one in inside)):
            return False
        return not sought.isdisjoint(stems(small)) or (
            long and (small.startswith(plain) or any(stem.endswith(plain) for stem in stems(small)))
        )

    return is_hit


def _window(text: str, hits: list[tuple[int, int]]) -> tuple[int, int]:
    """The 220 characters with the most hits in them, cut between words."""
    if len(text) <= LENGTH:
        return 0, len(text)
    start = 0
    if hits:
        most = max(
            range(len(hits)),
            key=lambda at: (sum(hits[at][0] <= one < hits[at][0] + LENGTH - _BEFORE for one, _end in hits), -at),
        )
        start = max(hits[most][0] - _BEFORE, 0)
    start = min(start, len(text) - LENGTH)
    if start:
        gap = _GAP.search(text, start, start + _BEFORE)
        start = gap.end() if gap else start
    end = min(start + LENGTH, len(text))
    if end < len(text):
        cut = text.rfind(" ", start + LENGTH // 2, end)
        end = cut if cut > 0 else end
    return start, end
