"""What other rooms add to a digest: they say what is new for its reader, and hear when it was told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from gilde.core.actor import Actor


class Item(NamedTuple):
    """One thing: what it is called, where it is, and what stands beneath it."""

    title: str
    href: str
    note: str


@dataclass(frozen=True)
class Section:
    """A heading with things beneath it; ``href`` leads to all of them. ``contributions`` are those they belong to."""

    title: str
    href: str
    items: Sequence[Item]
    contributions: frozenset[int]
    more: bool = False


# who reads, until when, contributions that mail told of → sections, of what may be read at this moment
Sections = Callable[[Actor, datetime, Collection[int]], Sequence[Section]]
Told = Callable[[int, datetime], None]  # person, until when
_sources: list[tuple[Sections, Told]] = []


def register_digest(sections: Sections, told: Told) -> None:
    """Let a room add to digests. Called once per process from a manifest; ``sections`` takes a bounded number of
    statements, ``told`` is called in the transaction that writes down that the digest left."""
    if (sections, told) not in _sources:
        _sources.append((sections, told))


def sections_of(actor: Actor, until: datetime, mailed: Collection[int]) -> list[Section]:
    """What the other rooms add."""
    return [section for sections, _told in _sources for section in sections(actor, until, mailed) if section.items]


def was_told(person_id: int, until: datetime) -> None:
    """The digest with everything until then has left."""
    for _sections, told in _sources:
        told(person_id, until)
