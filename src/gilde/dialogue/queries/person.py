"""People as lists of dialogue show them: what a face and a name need, in a typed row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from gilde.people.enums import PersonState
from gilde.people.models import Person

_GONE: Final = {PersonState.DEACTIVATED, PersonState.ERASED}


class PersonRow(NamedTuple):
    """A person in a list. ``url`` is empty for people without a page."""

    id: int
    name: str
    handle: str
    photo_key: str
    state: str
    headline: str = ""

    @property
    def url(self) -> str:
        """The profile, for people who have one."""
        return "" if self.state in _GONE else f"/@{self.handle}/"


def read_person(columns: Sequence[Any]) -> PersonRow:
    """The person in raw columns ``id, name, handle, photo_key, state[, headline]``; who left is called so."""
    row = PersonRow(*columns)
    return row._replace(name=_("Former member")) if row.state == PersonState.ERASED else row


def person_row(person: Person) -> PersonRow:
    """A loaded person as lists show them."""
    return PersonRow(person.pk, person.name, person.handle, person.photo_key, person.state, person.headline)
