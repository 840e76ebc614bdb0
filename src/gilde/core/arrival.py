"""The first steps of somebody who just came in: each room asks its own, on a page of its own.

A room registers what it asks in its manifest; the people room keeps which of them were answered and leads from one to
the next (``people/queries/arrival.py``), so that no room has to know what the others ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gilde.core.actor import Actor

ONWARD_KEY: Final = "gilde_onward"
"""Where somebody was going when they came in; kept in their session until the steps are behind them."""


INVITED_KEY: Final = "gilde_invited"
"""In the session of who opened an invitation or a link to claim a profile; opens a closed sign-up. It holds the secret
of the invitation, or True."""


@dataclass(frozen=True)
class FirstStep:
    """One thing that is asked of a newcomer.

    Attributes:
        key: by which it is remembered that it was answered.
        order: its place among the others, low first.
        address: actor and session → the page that asks it; empty when there is nothing to ask. One statement at most.
    """

    key: str
    order: int
    address: Callable[[Actor, Mapping[str, Any]], str]


_steps: dict[str, FirstStep] = {}


def register_first_step(step: FirstStep) -> None:
    """Ask this too. Called once per process from a manifest."""
    _steps[step.key] = step


def first_steps() -> list[FirstStep]:
    """Everything that is asked, in order."""
    return sorted(_steps.values(), key=lambda step: step.order)


_narrow: list[Callable[[str], bool]] = []


def register_narrow_way(leads: Callable[[str], bool]) -> None:
    """Tell of which addresses people come for one thing only. Called once per process from a manifest."""
    if leads not in _narrow:
        _narrow.append(leads)


def comes_for_one_thing(actor: Actor, session: Mapping[str, Any]) -> bool:
    """Whether somebody belongs nowhere and is here, or on the way, for one thing: nobody asks them about the rest."""
    onward = str(session.get(ONWARD_KEY) or "")
    return not actor.roles and (bool(actor.guest_in) or any(leads(onward) for leads in _narrow))
