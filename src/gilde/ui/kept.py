"""Pieces of pages that are rendered once and kept: a comment, a card in a stream.

``kept(macro, *values, moments=())`` in a template is ``macro(*values)``. The same macro with the same values in the
same language gives the same piece, so nothing ever has to be forgotten because something changed: another text,
another reader's mark or another right is another value. What keeps that true:

- ``macro`` is imported without context, so it sees nothing but its values and the globals. One that is imported with
  context is another macro in every rendering: its pieces are never found again and can never reach somebody else.
- The values can be hashed and hold all that the piece shows, what the reader may do included. A field of such a value
  is always of one kind: safe HTML or text, never now this, now that.
- Moments that are shown are named in ``moments`` too, because their words depend on the clock and the time zone.
- The field against forged requests is a mark that is filled in when the page is ready (:mod:`gilde.ui.context`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Final

from gilde.ui.reading import language
from gilde.ui.times import ago

MOST_CHARACTERS: Final = 12_000_000  # of one web worker, without the values by which pieces are found
_LONGEST: Final = 120_000  # a longer piece is not worth the room of many


class Pieces:
    """Pieces by what they were made of; those not asked for in a while make room for new ones.

    Two generations: what is found in the old one moves to the young one, and when the young one is full it becomes the
    old one. That costs one look-up for a piece in use, without a lock: at worst two threads make the same piece.
    """

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._most = most // 2
        self._young: dict[Hashable, str] = {}
        self._old: dict[Hashable, str] = {}
        self._size = 0

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def get(self, key: Hashable, make: Callable[[], str]) -> str:
        """The piece kept under ``key``, else what ``make`` gives."""
        piece = self._young.get(key)
        if piece is not None:
            return piece
        piece = self._old.pop(key, None)
        if piece is None:
            piece = make()
            if len(piece) > _LONGEST:
                return piece
        if self._size + len(piece) > self._most:
            self._old, self._young, self._size = self._young, {}, 0
        self._young[key] = piece
        self._size += len(piece)
        return piece


_pieces = Pieces()


def kept(macro: Callable[..., str], *values: Hashable, moments: Iterable[datetime | None] = ()) -> str:
    """``macro(*values)``, from before where it was made before.

    Args:
        values: all that the piece depends on, the reader's part included; positional arguments of the macro.
        moments: those among the values whose words change as time goes by.
    """
    said = tuple(ago(moment) for moment in moments)
    # The kinds too: a text and the same text already safe for HTML are equal, and so are 1 and True.
    kinds = tuple(map(type, values))
    return _pieces.get((macro, language(), said, kinds, values), lambda: macro(*values))


def kept_as(key: Hashable, macro: Callable[[], str]) -> str:
    """``macro()``, from before where a piece was made under the same ``key``; made anew for None.

    For a list: one look instead of one for each of its pieces, and nothing of them has to be made ready. ``key`` holds
    all that the piece depends on but the language; for the words of moments see :func:`gilde.ui.times.words_hold`.
    The macro may know its page, which makes it the task of the key to say everything.
    """
    return macro() if key is None else _pieces.get((language(), key), macro)
