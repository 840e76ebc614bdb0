"""What can be found: rooms say what they hold and who may find it; the search above them keeps the index.

A room registers one :class:`Searchable` per kind of thing in its manifest. The index keeps *marks* with every text:
plain tokens that say who may find it and what it can be filtered by. A mark narrows, it never permits: what is shown
was read again through ``found``, which goes through ``visible_to``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from html import unescape
from typing import Final, NamedTuple

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.models.activity import Activity

EVERYONE: Final = "a_public"
MEMBERS: Final = "a_members"
_OF_READERS: Final = ("a_", "c_", "p_", "o_")
_TAG: Final = re.compile(r"<[^>]*>")
_GAP: Final = re.compile(r"\s+")


class Ref(NamedTuple):
    """One thing: the label of its model and its number."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One text that can be found.

    Attributes:
        id: the number of the thing; ``part`` tells texts of one thing apart that not the same people may read.
        facet: what a reader calls it and filters by: ``question``, ``comment``, ``person``.
        at: when it was made; the newest comes first.
        readers: marks of which a reader needs one (:func:`marks_of`).
        traits: what ``has:`` and ``is:`` ask for: ``has_file``, ``is_open``.
    """

    id: int
    facet: str
    at: datetime
    title: str
    text: str
    readers: frozenset[str]
    language: str = ""
    community_id: int | None = None
    author_id: int | None = None
    traits: frozenset[str] = frozenset()
    part: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One thing as a list of what was found shows it; everything was read with the eyes of the one who looks.

    ``stays_in`` is the community outside of which no words of it are shown but its title. ``is_part``: the title is
    that of what it stands in, as of the question of an answer.
    """

    title: str
    url: str
    label: str
    icon: str
    at: datetime | None = None
    author: str = ""
    author_url: str = ""
    photo_key: str = ""
    place: str = ""
    place_url: str = ""
    language: str = ""
    note: str = ""
    liked: int = 0
    stays_in: int | None = None
    is_part: bool = False


Entries = Callable[[Collection[int]], Iterable[Entry]]
Reader = Callable[[Actor, Collection[tuple[int, int]]], Mapping[tuple[int, int], Found]]
Touched = Callable[[Activity], Iterable[Ref]]


@dataclass(frozen=True)
class Searchable:
    """One kind of thing that can be found.

    Attributes:
        kind: the label of its model, ``dialogue.comment``.
        facets: the words it can be filtered by, with what a reader calls them.
        entries: numbers → their texts; who is gone or shows to nobody has none.
        found: who looks, (number, part) → how it shows; what this reader may not see is left out.
        after: the next numbers after a number, at most so many, for going through all of them.
        count: about how many there are, for a bar of progress.
        touched: verbs → what must be looked at again; called in a task, may give many.
    """

    kind: str
    facets: Mapping[str, object]
    entries: Entries
    found: Reader
    after: Callable[[int, int], list[int]]
    count: Callable[[], int]
    touched: Mapping[StrEnum, Touched]


_searchables: dict[str, Searchable] = {}


def register_searchable(searchable: Searchable) -> None:
    """Let a room offer a kind of thing. Called once per process from a manifest."""
    _searchables[searchable.kind] = searchable


def searchables() -> Mapping[str, Searchable]:
    """Everything on offer, by kind."""
    return _searchables


def target(kind: str) -> Touched:
    """The thing an activity was done to, when it is of ``kind``."""
    return lambda row: [Ref(kind, row.target_id)] if row.target_id is not None else []


def inside(community_id: int) -> str:
    """The mark of what the people of a community may find."""
    return f"c_{community_id}"


def own(person_id: int) -> str:
    """The mark of what one person may find."""
    return f"p_{person_id}"


def of_organisation(organisation_id: int) -> str:
    """The mark of what people of an organisation may find."""
    return f"o_{organisation_id}"


def marks_of(actor: Actor) -> frozenset[str]:
    """The marks that a reader carries: one of them must be among an entry's ``readers``."""
    marks = {EVERYONE}
    if actor.person_id is not None:
        marks |= {MEMBERS, own(actor.person_id)}
        marks |= {inside(pk) for pk in actor.roles}
        marks |= {of_organisation(pk) for pk in actor.organisations}
    return frozenset(marks)


def reach(marks: Iterable[str]) -> tuple[str, ...]:
    """Of all marks and tokens of an entry those that say who may find it, as few as say the same.

    Who carries any other mark carries that of everyone, and a person that of members, so either of these says it alone.
    """
    found = {mark for mark in marks if mark.startswith(_OF_READERS)}
    widest = next((mark for mark in (EVERYONE, MEMBERS) if mark in found), None)
    return (widest,) if widest else tuple(sorted(found))


def readers_of_place(community_id: int, audience: int) -> frozenset[str]:
    """The marks of what is said inside a community: its people, and everyone when it is public."""
    marks = {inside(community_id)}
    return frozenset(marks | {EVERYONE} if audience == Audience.PUBLIC else marks)


def plain(html: str) -> str:
    """The words of rendered, clean HTML."""
    return _GAP.sub(" ", unescape(_TAG.sub(" ", html))).strip()
