"""Who is kept apart from whom."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from gilde.core.actor import Actor
from gilde.core.db.reading import prepared
from gilde.people.models import Block


def apart_from(person_id: int) -> frozenset[int]:
    """Everybody whom this person blocked or who blocked them; one query, for tasks that have no actor at hand.

    Whoever suggests people to each other, or tells one of another, leaves these out.
    """
    return frozenset(number for pair in _blocks(person_id) for number in pair) - {person_id}


@prepared
def _blocks(person: int) -> QuerySet[Any, Any]:
    rows = Block.objects.filter(Q(blocker=person) | Q(blocked=person))
    return rows.values_list("blocker_id", "blocked_id")


def blocked_by(actor: Actor) -> list[Block]:
    """Whom ``actor`` blocked, the latest first; one query."""
    return list(Block.objects.visible_to(actor).select_related("blocked").order_by("-since", "-pk"))
