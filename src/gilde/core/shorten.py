"""The beginning of a line of words, for places that have no room for all of it."""

from __future__ import annotations


def shortened(line: str, most: int) -> str:
    """``line`` in at most ``most`` characters, ended after a whole word and with "…" when something is left out.

    A word that fills more than half of the room is cut: a long address would leave nothing to read.
    """
    if len(line) <= most:
        return line
    room = line[:most]  # the place of the "…" may be that of the space after the last word
    cut = room.rfind(" ")
    begun = room[:cut] if cut >= most // 2 else room[: most - 1]
    return begun.rstrip(" ,.;:") + "…"
