"""The processes that answer pages share the work evenly.

They take connections from one queue, and whichever is awake first takes the next one: of eight connections that stay
open one process often has six or seven. Its pages wait for each other while another process waits for pages. So a
process that has much more to do than another ends a connection after its answer; who asks again begins a new one,
which the other may take.
"""

from __future__ import annotations

import mmap
from typing import Final

_MUCH: Final = 3  # pages at hand; one more or less is chance


class Share:
    """How many pages each process has at hand, in memory that all of them see. Make it before they are forked."""

    def __init__(self, processes: int) -> None:
        self._at_hand = mmap.mmap(-1, processes)

    def is_too_large(self, number: int, at_hand: int) -> bool:
        """Note what process ``number``, from 1, has ``at_hand``; whether another has so much less that it should take
        some of it."""
        self._at_hand[number - 1] = min(at_hand, 255)
        return at_hand - min(self._at_hand[:]) >= _MUCH
