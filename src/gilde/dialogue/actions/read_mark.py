"""What somebody has read. Private and frequent, so it leaves no activity."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final

from django.db import transaction

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.db.rows import moment_parameter
from gilde.core.db.writing import execute_soon
from gilde.dialogue.models import Contribution, ReadFloor, ReadMark

_HAS_READ: Final = """
    INSERT INTO dialogue_readmark (person_id, contribution_id, read_at) VALUES (%s, %s, %s)
    ON CONFLICT (person_id, contribution_id) DO UPDATE SET read_at = EXCLUDED.read_at
"""
Reading = Callable[[Actor, int], object]
_readings: list[Reading] = []


def register_reading(reading: Reading) -> None:
    """Let a room above know that an actor has read the contribution with a number; called in that transaction."""
    if reading not in _readings:
        _readings.append(reading)


@transaction.atomic
def mark_read(*, actor: Actor, contribution: Contribution, until: datetime | None = None) -> None:
    """``actor`` has read ``contribution`` up to ``until``: never earlier than before, never later than now.

    Args:
        until: the last activity that the page showed; None means everything so far.
    """
    if actor.person_id is None:
        return
    for reading in _readings:
        reading(actor, contribution.pk)
    at = min(until or now(), now())
    marks = ReadMark.objects.filter(person_id=actor.person_id, contribution=contribution)
    if marks.filter(read_at__lt=at).update(read_at=at):
        return
    _row, made = ReadMark.objects.get_or_create(
        person_id=actor.person_id, contribution=contribution, defaults={"read_at": at}
    )
    if not made:  # one that came in this instant may be older
        marks.filter(read_at__lt=at).update(read_at=at)


def has_read(*, person_id: int | None, contribution_id: int, at: datetime) -> None:
    """Whoever writes has read: their own words are not new to them. ``at`` is now.

    Part of a larger action: call it inside its transaction.
    """
    if person_id is None:
        return
    execute_soon(_HAS_READ, [person_id, contribution_id, moment_parameter(at)])


@transaction.atomic
def mark_all_read(*, actor: Actor, communities: Collection[int], until: datetime | None = None) -> None:
    """Everything in these communities up to ``until`` (or now) counts as read; one row per community, however much.

    Args:
        communities: ids; those the actor does not belong to are left out.
    """
    if actor.person_id is None:
        return
    at = min(until or now(), now())
    mine = sorted(set(communities) & set(actor.roles))
    set_floor(person_id=actor.person_id, communities=mine, at=at)


@transaction.atomic
def set_floor(*, person_id: int, communities: Collection[int], at: datetime) -> None:
    """Raise the floor under what this person has read in ``communities`` to ``at``; never lower it."""
    ReadFloor.objects.bulk_create(
        [ReadFloor(person_id=person_id, community_id=number, read_at=at) for number in communities],
        ignore_conflicts=True,
    )
    ReadFloor.objects.filter(person_id=person_id, community_id__in=communities, read_at__lt=at).update(read_at=at)
