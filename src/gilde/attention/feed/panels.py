"""What stands beside Home, next to what the rooms themselves bring there."""

from __future__ import annotations

from typing import Any, Final

from gilde.attention.feed.queries.beside import joinable, newcomers
from gilde.core.actor import Actor
from gilde.core.db.trips import Reading, shared
from gilde.core.panels import Panel
from gilde.people.enums import Arriving

_SETTLED: Final = 5  # communities


@shared
def home_panels(actor: Actor, _subject: Any) -> Reading[list[Panel]]:
    """Who came in lately, and where one could belong too; two statements. A newcomer finds who is new in what is around
    them, which comes after the page."""
    found = []
    people = (yield from newcomers.reading(actor)) if actor.roles and actor.arriving != Arriving.LIST else []
    if people:
        found.append(Panel("feed/panel/newcomers.html", {"people": people}, order=60))
    # Who belongs to many places needs no more of them; who is new finds the first ones here.
    places = joinable(actor) if len(actor.roles) < _SETTLED else []
    if places:
        found.append(Panel("feed/panel/joinable.html", {"places": places}, order=70))
    return found
