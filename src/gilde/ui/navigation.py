"""What the frame leads to. Rooms register their entries and their trees; the frame shows only what exists."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from django.urls import NoReverseMatch

from gilde.ui.addresses import address
from gilde.ui.reading import language, prefix

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from gilde.core.actor import Actor

Slot = Literal["main", "compose", "bell", "find", "me", "account", "foot"]


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
            "account" (beside the pages of one's log-in), "foot" (beneath every page and every mail).
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

    label: str
    href: str
    icon: str
    current: bool
    in_bar: bool
    bar_label: str


class Masthead(NamedTuple):
    """All that the top of a page depends on, so that it can be kept (:mod:`gilde.ui.kept`)."""

    site_name: str
    is_logged_in: bool
    back: str
    name: str
    photo_key: str
    waiting: int
    find: Line | None
    compose: Line | None
    bell: Line | None
    mine: tuple[Line, ...]


class NavCommunity(NamedTuple):
    """A community in the tree of the side bar. ``depth`` counts from 0, ``unread`` is what waits for this reader."""

    name: str
    url: str
    depth: int = 0
    unread: int = 0


_HANDLE: Final = "handle-of-the-reader"  # stands in a line that is ready for everybody
MyCommunities = Callable[["Actor"], Sequence[NavCommunity]]

_entries: dict[str, Entry] = {}
_ready: dict[Hashable, list[Line]] = {}  # lines by everything they depend on but the page and the reader's name
_my_communities: list[MyCommunities] = []


def register(entry: Entry) -> None:
    """Add an entry; the same slot and route again replaces the first. Called from ``AppConfig.ready``."""
    _entries[f"{entry.slot} {entry.url_name}"] = entry
    _ready.clear()


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
    key = (slot, language(), prefix(), actor.is_visitor, actor.is_operator)
    ready = _ready.get(key)
    if ready is None:
        ready = _ready[key] = list(_made_ready(actor, slot))
    return [_for_reader(line, actor, path) for line in ready if actor.handle or _HANDLE not in line.href]


def _made_ready(actor: Actor, slot: Slot) -> Iterator[Line]:
    for entry in sorted(_entries.values(), key=lambda item: item.order):
        if entry.slot != slot or (entry.needs_person and actor.is_visitor):
            continue
        if entry.operator_only and not actor.is_operator:
            continue
        try:
            href = address(entry.url_name, handle=_HANDLE) if entry.takes_handle else address(entry.url_name)
        except NoReverseMatch:
            continue  # the room has no such page yet: a line that leads nowhere is not shown
        label = str(entry.label)
        yield Line(label, href, entry.icon, False, entry.in_bar, str(entry.bar_label) or label)


def _for_reader(line: Line, actor: Actor, path: str) -> Line:
    if _HANDLE in line.href:
        line = line._replace(href=line.href.replace(_HANDLE, actor.handle))
    return line._replace(current=True) if _is_here(line.href, path) else line


def _is_here(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href if href.endswith("/") else href + "/"))
