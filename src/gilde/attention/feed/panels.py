"""What stands beside Home, next to what the rooms themselves bring there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from gilde.attention.feed.queries.beside import joinable, newcomers
from gilde.core.actor import Actor
from gilde.core.panels import Panel
from gilde.people.enums import Arriving

_SETTLED: Final = 5  # communities


def home_panels(actor: Actor, _subject: Any) -> Iterator[Panel]:
    """Who came in lately, and where one could belong too; two statements. A newcomer finds who is new in what is around
    them, which comes after the page."""
    people = newcomers(actor) if actor.roles and actor.arriving != Arriving.LIST else []
    if people:
        yield Panel("feed/panel/newcomers.html", {"people": people}, order=60)
    # Who belongs to many places needs no more of them; who is new finds the first ones here.
    places = joinable(actor) if len(actor.roles) < _SETTLED else []
    if places:
        yield Panel("feed/panel/joinable.html", {"places": places}, order=70)
