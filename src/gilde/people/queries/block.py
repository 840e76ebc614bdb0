"""Who is kept apart from whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from gilde.core.actor import Actor
from gilde.core.db.reading import ByNumber, prepared
from gilde.people.models import Block


def apart_from(person_id: int) -> frozenset[int]:
    """Everybody whom this person blocked or who blocked them; one query, for tasks that have no actor at hand.

    Whoever suggests people to each other, or tells one of another, leaves these out.
    """
    return frozenset(apart(person_id)) - {person_id}


@ByNumber
def apart(people: Collection[int]) -> Iterator[tuple[int, int]]:
    """Whom each of these people blocked or was blocked by, for a task that tells of the acts of many."""
    for blocker, blocked in _blocks(people):
        yield blocker, blocked
        yield blocked, blocker


@prepared
def _blocks(people: Collection[int]) -> QuerySet[Any, Any]:
    rows = Block.objects.filter(Q(blocker__in=people) | Q(blocked__in=people))
    return rows.values_list("blocker_id", "blocked_id")


def blocked_by(actor: Actor) -> list[Block]:
    """Whom ``actor`` blocked, the latest first; one query."""
    return list(Block.objects.visible_to(actor).select_related("blocked").order_by("-since", "-pk"))
