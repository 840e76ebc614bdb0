"""People as lists of dialogue show them: what a face and a name need, in a typed row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.models.person import STAND_IN

_GONE: Final = {PersonState.DEACTIVATED, PersonState.ERASED}


class PersonRow(NamedTuple):
    """A person in a list. ``handle`` and ``url`` are empty for people without a page that this reader may open."""

    id: int
    name: str
    handle: str
    photo_key: str
    state: str
    headline: str = ""

    @property
    def url(self) -> str:
        """The profile, for people who have one."""
        return f"/@{self.handle}/" if self.handle and self.state not in _GONE else ""


def read_person(columns: Sequence[Any]) -> PersonRow:
    """The person in raw columns ``id, name, handle, photo_key, state[, headline]``; who left is called so."""
    row = PersonRow(*columns)
    if row.handle == STAND_IN:
        return row._replace(name=_("Someone in this community"))
    return row._replace(name=_("Former member")) if row.state == PersonState.ERASED else row


def person_row(person: Person, actor: Actor) -> PersonRow:
    """A loaded person as lists show them to ``actor``."""
    handle = "" if actor.is_visitor and person.audience != Audience.PUBLIC else person.handle
    return PersonRow(person.pk, person.name, handle, person.photo_key, person.state, person.headline)


_HANDLE: Final = re.compile(r"\b([pgr])\.handle\b")


def named_to(actor: Actor, sql: str) -> str:
    """Hand-written ``sql`` about people ``p``, ``g`` and ``r``, whose names are no links where a visitor finds no page.

    Members may open almost everybody they meet, so for them it stays as it is.
    """
    if not actor.is_visitor:
        return sql
    return _HANDLE.sub(rf"CASE WHEN \1.audience = {Audience.PUBLIC.value} THEN \1.handle ELSE '' END", sql)
