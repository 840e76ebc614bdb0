"""A piece of a text around the words that were sought, with those words marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from gilde.attention.search.words import WORD, beginnings, stems

LENGTH: Final = 220  # characters
_BEFORE: Final = 60
_LOOKED_AT: Final = 20_000
_GAP: Final = re.compile(r"\s")
_ACCENTED: Final = re.compile(r"[^\W_\x00-\x7f]+")


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
    """Where the sought words stand: whole words, and words that were made of one.

    Only words at which a glance falls are looked at, because most words of a text are nothing like what was sought.
    """
    if not sought:
        return []
    glance, is_hit = _judge(sought)
    found, end = [], 0
    for at in sorted(glance(text)):
        if at < end:
            continue
        while at > end and _continues(text, at):
            at -= 1
        word = WORD.match(text, at)
        if word is not None:
            end = word.end()
            if is_hit(word[0]):
                found.append(word.span())
    return found


def _continues(text: str, at: int) -> bool:
    """Whether the word at this place began before it."""
    before = text[at - 1]
    return before.isalnum() or (before in "’'" and text[at].isalnum() and at > 1 and text[at - 2].isalnum())


@lru_cache(maxsize=16)
def _judge(sought: frozenset[str]) -> tuple[Callable[[str], set[int]], Callable[[str], bool]]:
    """Where in a text to look, and what says of a word whether it is sought; that remembers, for words come again.

    A stem begins as its word does, and what a compound ends in stands in it. Words with accents are always looked at:
    stems have none.
    """
    plain = tuple(token for token in sought if not token.startswith("e_") and len(token) > 3)
    inside = {start for token in plain for start in beginnings(token)}
    first = {start for token in sought for start in beginnings(token.removeprefix("e_")) if start.isascii()} - inside
    first |= {f"ge{start}" for start in first}

    def glance(text: str) -> set[int]:
        small = text.replace("İ", "I").lower()  # the one letter that becomes two
        places = set() if text.isascii() else {one.start() for one in _ACCENTED.finditer(text)}
        for starts, needles in ((False, inside), (True, first)):
            for one in needles:
                at = small.find(one)
                while at >= 0:
                    if not starts or at == 0 or not small[at - 1].isalnum():
                        places.add(at)
                    at = small.find(one, at + 1)
        return places

    @lru_cache(maxsize=5_000)
    def is_hit(word: str) -> bool:
        small = word.lower()
        found = stems(small)
        if not sought.isdisjoint(found):
            return True
        return (
            len(small) > 6 and bool(plain) and (small.startswith(plain) or any(stem.endswith(plain) for stem in found))
        )

    return glance, is_hit


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
