"""How far somebody is on the way in, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from gilde.core.actor import Actor
from gilde.core.arrival import first_steps
from gilde.people.enums import Arriving
from gilde.people.models import ArrivalStep

NAME: Final = "name"
"""The first step of all: who one is. It is answered by becoming a person."""
INTERESTS: Final = "interests"


class Here(NamedTuple):
    """A step as its page says it: "3 of 5", and the way to the one before, if that can be changed."""

    number: int
    of: int
    back: str


@dataclass(frozen=True)
class WayIn:
    """The steps of one newcomer, in order: key → address, empty where nothing can be changed any more.

    Attributes:
        steps: what was asked and what still will be.
        answered: keys of what was answered or passed over.
    """

    steps: Mapping[str, str]
    answered: frozenset[str]

    @property
    def next(self) -> str:
        """The page of the first step that is still open; empty when there is none."""
        return next((address for key, address in self.steps.items() if key not in self.answered), "")

    def here(self, key: str) -> Here | None:
        """Where on the way ``key`` stands; None when it is no step of this way."""
        keys = list(self.steps)
        if key not in self.steps:
            return None
        place = keys.index(key)
        return Here(place + 1, len(keys), self.steps[keys[place - 1]] if place else "")


_NOTHING: Final = WayIn({}, frozenset())


def way_in(actor: Actor, session: Mapping[str, Any]) -> WayIn:
    """The steps of ``actor``; none for whoever is not arriving. One statement beside what the steps themselves ask.

    Somebody without a person yet is at the very first one.
    """
    if actor.person_id is not None and actor.arriving != Arriving.STEPS:
        return _NOTHING
    answered: frozenset[str] = frozenset()
    if actor.person_id is not None:
        rows = ArrivalStep.objects.filter(person_id=actor.person_id).values_list("step", flat=True)
        answered = frozenset(rows) | {NAME}
    steps = {NAME: ""}
    for step in first_steps():
        address = step.address(actor, session)
        if address or step.key in answered:
            steps[step.key] = address
    return WayIn(steps, answered)
