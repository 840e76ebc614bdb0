"""What somebody chose to hear of."""

from __future__ import annotations

from gilde.attention.notifications.enums import Level, Subject
from gilde.attention.notifications.models import Choice
from gilde.core.actor import Actor


def level_of(actor: Actor, subject: Subject, number: int) -> Level:
    """The choice of ``actor`` for this subject; normal when there is none. One statement."""
    chosen = Choice.objects.filter(person_id=actor.person_id or 0, subject=subject, number=number)
    return Level(chosen.values_list("level", flat=True).first() or Level.NORMAL)
