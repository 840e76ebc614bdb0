"""Panels: a page of a lower room shows what upper rooms know, without knowing them.

There are a few named slots. A room registers a provider in its manifest; the page asks :func:`panels` and renders each
panel's template with its context. Providers that are shared readings (:mod:`gilde.core.db.trips`) go to the database
together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from gilde.core.actor import Actor
from gilde.core.db.trips import Reading, Shared, shared, together


class Slot(StrEnum):
    """Where a panel can stand."""

    PERSON = "person"  # on a profile; subject: the person
    COMMUNITY = "community"  # beside a community's pages; subject: the community
    HOME = "home"  # beside the home stream; subject: None
    CONTRIBUTION = "contribution"  # beside a conversation; subject: the contribution
    COMPOSER = "composer"  # beneath the title of something new; subject: a Composing
    ABOUT = "about"  # among the facts of a community's About page; subject: the community
    LEAVING = "leaving"  # above the last step of leaving for good; subject: the person
    AMBITION = "ambition"  # on an ambition's page: what names it; subject: the ambition


@dataclass(frozen=True)
class Panel:
    """A template with its context, and its place among the others (low first)."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 100


@dataclass(frozen=True)
class Composing:
    """What somebody is writing: its kind, and the title as far as it is typed."""

    kind: str
    title: str


Provider = Callable[[Actor, Any], Iterable[Panel]]
_providers: dict[Slot, list[Provider]] = defaultdict(list)


def register_panel(slot: Slot, provider: Provider) -> None:
    """Let ``provider(actor, subject)`` fill ``slot``. Called once per process from a manifest."""
    if provider not in _providers[slot]:
        _providers[slot].append(provider)


@shared
def panels(slot: Slot, actor: Actor, subject: Any = None) -> Reading[list[Panel]]:
    """The panels of ``slot`` that ``actor`` may see about ``subject``, in order."""
    providers = _providers[slot]
    parts = yield from together(*(one.reading(actor, subject) for one in providers if isinstance(one, Shared)))
    found = [panel for part in parts for panel in part]
    found += [panel for one in providers if not isinstance(one, Shared) for panel in one(actor, subject)]
    return sorted(found, key=lambda panel: panel.order)
