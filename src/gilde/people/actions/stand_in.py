"""The stand-in: in whose name people ask who do not want to be known."""

from __future__ import annotations

from gilde.core.audience import Audience
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.models.person import STAND_IN


def stand_in() -> Person:
    """The one person of this installation that is nobody: made when it is first needed.

    It is away, so it has no page, is in no list and is told nothing. Its handle is no handle that anybody can have.
    """
    row, _made = Person.objects.get_or_create(
        handle=STAND_IN,
        defaults={"name": "Someone in this community", "state": PersonState.DEACTIVATED, "audience": Audience.PUBLIC},
    )
    return row
