"""People and organisations of the script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gilde.demo.pictures import PortraitSpec


@dataclass(frozen=True)
class Organisation:
    """An organisation that people work for or with."""

    slug: str
    name: str
    kind: str
    place: str
    about: str
    website: str
    language: str


@dataclass(frozen=True)
class Affiliation:
    """A person's place in an organisation; `until` is None while it lasts."""

    organisation: str
    title: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Link:
    """A link on a profile."""

    label: str
    url: str


@dataclass(frozen=True)
class Person:
    """Somebody who lives in the demo."""

    handle: str
    name: str
    headline: str
    story: str
    joined_days_ago: int
    work: str
    region: str
    interface_language: str
    languages: tuple[str, ...]
    specialisms: tuple[str, ...]
    interests: tuple[str, ...]
    hobbies: tuple[str, ...]
    follows: tuple[str, ...]
    blocks: tuple[str, ...]
    motivation: dict[str, str]
    affiliations: tuple[Affiliation, ...]
    links: tuple[Link, ...]
    audiences: dict[str, str]
    portrait: PortraitSpec | None
    demo_login: str | None
    storyline: str | None
