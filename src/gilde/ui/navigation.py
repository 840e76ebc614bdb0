"""What the frame leads to. Rooms register their entries and their trees; the frame shows only what exists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from django.urls import NoReverseMatch

from gilde.ui.addresses import address

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from gilde.core.actor import Actor

Slot = Literal["main", "compose", "bell", "find", "me", "account"]


@dataclass(frozen=True)
class Entry:
    """One line of the navigation.

    Attributes:
        label: translated lazily.
        url_name: name of a route that takes no arguments, or ``handle=`` of the actor when ``takes_handle``.
        icon: a lucide name.
        order: low comes first; the rooms of the house use tens.
        needs_person: hidden from visitors.
        operator_only: shown to the operator alone.
        slot: "main" (side and bottom bar), "compose" (the + of the frame), "me" (the menu under one's own face),
            "bell" (beside the + : what waits for the reader), "find" (the search, open to all),
            "account" (beside the pages of one's log-in).
        in_bar: also in the bottom bar of a phone, which has room for five.
        takes_handle: the route takes the actor's handle.
        bar_label: a shorter word for the bottom bar, where 60 pixels is all there is.
    """

    label: str | _StrPromise
    url_name: str
    icon: str
    order: int = 100
    needs_person: bool = False
    operator_only: bool = False
    slot: Slot = "main"
    in_bar: bool = False
    takes_handle: bool = False
    bar_label: str | _StrPromise = ""


class Line(NamedTuple):
    """An entry made ready for one page: its address and whether the reader is there."""

    label: Any
    href: str
    icon: str
    current: bool
    in_bar: bool
    bar_label: Any


class NavCommunity(NamedTuple):
    """A community in the tree of the side bar. ``depth`` counts from 0, ``unread`` is what waits for this reader."""

    name: str
    url: str
    depth: int = 0
    unread: int = 0


MyCommunities = Callable[["Actor"], Sequence[NavCommunity]]

_entries: dict[str, Entry] = {}
_my_communities: list[MyCommunities] = []


def register(entry: Entry) -> None:
    """Add an entry; the same slot and route again replaces the first. Called from ``AppConfig.ready``."""
    _entries[f"{entry.slot} {entry.url_name}"] = entry


def register_my_communities(provider: MyCommunities) -> None:
    """Let the room that knows memberships give the reader's communities, parents before children."""
    _my_communities[:] = [provider]


def my_communities(actor: Actor) -> Sequence[NavCommunity]:
    """The reader's communities in tree order; empty for visitors."""
    if actor.is_visitor or not _my_communities:
        return ()
    return _my_communities[0](actor)


def lines(actor: Actor, slot: Slot, path: str) -> list[Line]:
    """The entries of ``slot`` this actor may use, in order. ``path`` is the address of the page being shown."""
    found = []
    for entry in sorted(_entries.values(), key=lambda item: item.order):
        if entry.slot != slot or (entry.needs_person and actor.is_visitor):
            continue
        if entry.operator_only and not actor.is_operator:
            continue
        try:
            href = address(entry.url_name, handle=actor.handle) if entry.takes_handle else address(entry.url_name)
        except NoReverseMatch:
            continue  # the room has no such page yet: a line that leads nowhere is not shown
        found.append(
            Line(entry.label, href, entry.icon, _is_here(href, path), entry.in_bar, entry.bar_label or entry.label)
        )
    return found


def _is_here(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href if href.endswith("/") else href + "/"))
