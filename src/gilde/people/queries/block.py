"""Who is kept apart from whom."""

from __future__ import annotations

from django.db.models import Q

from gilde.core.actor import Actor
from gilde.people.models import Block


def apart_from(person_id: int) -> frozenset[int]:
    """Everybody whom this person blocked or who blocked them; one query, for tasks that have no actor at hand.

    Whoever suggests people to each other, or tells one of another, leaves these out.
    """
    rows = Block.objects.filter(Q(blocker=person_id) | Q(blocked=person_id)).values_list("blocker_id", "blocked_id")
    return frozenset(number for pair in rows for number in pair) - {person_id}


def blocked_by(actor: Actor) -> list[Block]:
    """Whom ``actor`` blocked, the latest first; one query."""
    return list(Block.objects.visible_to(actor).select_related("blocked").order_by("-since", "-pk"))
