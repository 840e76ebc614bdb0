"""Which reply addresses of a person are valid."""

from __future__ import annotations

from gilde.attention.notifications.models import ReplyKey


def generation_of(person_id: int) -> int:
    """How often this person made the addresses in their letters void."""
    return ReplyKey.objects.filter(person=person_id).values_list("generation", flat=True).first() or 0
