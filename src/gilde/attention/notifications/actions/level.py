"""Choosing how loudly one wants to hear of something. Nobody is told, so it leaves no activity."""

from __future__ import annotations

from django.db import transaction

from gilde.attention.notifications.enums import Level, Subject
from gilde.attention.notifications.models import Choice, Notice
from gilde.attention.notifications.queries.reach import about
from gilde.attention.notifications.rules import level as rules
from gilde.core import live
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.people.rules.person import person_id


@transaction.atomic
def choose(*, actor: Actor, subject: Subject, number: int, level: Level) -> None:
    """Hear of everything, of what concerns oneself, or of nothing; choosing the same again changes nothing.

    Who mutes something has no lines waiting about it any more.

    Raises:
        Refusal: a visitor, or about oneself.
    """
    rules.choose.require(actor, subject, number)
    mine = person_id(actor)
    # Normal is written down too: for a contribution it overrules what was chosen for its community.
    Choice.objects.update_or_create(person_id=mine, subject=subject, number=number, defaults={"level": level})
    if level == Level.MUTE:
        waiting = Notice.objects.filter(about(subject, number), person_id=mine).unread()
        if waiting.update(read_at=now()):
            live.tell("bell", [f"person:{mine}"])


@transaction.atomic
def follow(*, person_id: int, subject: Subject, number: int) -> None:
    """Hear of everything, for somebody who did not choose yet; what they chose stays. Twice is once."""
    Choice.objects.get_or_create(person_id=person_id, subject=subject, number=number, defaults={"level": Level.FOLLOW})
