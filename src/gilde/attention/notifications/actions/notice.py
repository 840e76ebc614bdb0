"""Telling people, and noting that they looked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.db.models import Q

from gilde.attention.notifications.enums import Subject
from gilde.attention.notifications.models import (
    Choice,
    Device,
    HelpChoice,
    Letter,
    MailChoice,
    Notice,
    Push,
    ReplyKey,
    Wake,
)
from gilde.attention.notifications.queries.concerned import told_verbs
from gilde.attention.notifications.queries.reach import out_of_reach
from gilde.attention.notifications.queries.receivers import OF_THE_PLACE, place_of, receivers
from gilde.core import live
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.db.rows import moment_parameter
from gilde.core.db.writing import insert_rows
from gilde.core.models import Activity
from gilde.people.queries.block import apart_from

_COLUMNS: Final = ("person_id", "activity_id", "reason", "by_id", "contribution_id", "community_id", "at")


def spread(*activities: Activity) -> int:
    """Tell everybody whom these acts concern, once each; how many were told now. Twice is once.

    Whom they concern is read before anything is written, so that nobody else who writes waits for it; a notice of what
    somebody may not read any more by then is shown to nobody, because the bell and the letters ask again.
    """
    mine = [activity for activity in activities if activity.verb in told_verbs()]
    rows = {
        (activity.pk, number): (number, activity.pk, str(reason), activity.actor_id, contribution, place, at)
        for activity, told in zip(mine, receivers(*mine), strict=True)
        for at, place in [(moment_parameter(activity.at), place_of(told))]
        for contribution in [told.contribution.pk if told.contribution is not None else None]
        for number, reason in sorted(told.people.items())
    }
    if not rows:
        return 0
    with transaction.atomic():
        known = set(Notice.objects.filter(activity__in=activities).values_list("activity_id", "person_id"))
        fresh = [row for key, row in rows.items() if key not in known]
        insert_rows(Notice, _COLUMNS, fresh, once=("person", "activity"))
        live.tell("bell", (f"person:{person}" for person, *_rest in fresh))
    return len(fresh)


@transaction.atomic
def forget(activity: Activity) -> int:
    """Take back what people were told and may not read any more since ``activity``; how many notices that were."""
    rows = Notice.objects.filter(out_of_reach(activity))
    people = set(rows.values_list("person_id", flat=True))
    gone, _models = rows.delete()
    live.tell("bell", (f"person:{number}" for number in people))
    return gone


@transaction.atomic
def keep_apart(*, person_id: int) -> None:
    """Nothing that this person and whoever is kept apart from them did waits at the other's bell. Twice is once."""
    others = apart_from(person_id)
    rows = Notice.objects.filter(Q(person=person_id, by__in=others) | Q(person__in=others, by=person_id))
    rows = rows.exclude(reason__in=OF_THE_PLACE)
    people = set(rows.values_list("person_id", flat=True))
    rows.delete()
    live.tell("bell", (f"person:{number}" for number in people))


@transaction.atomic
def forget_person(*, person_id: int) -> None:
    """Wipe what was kept for somebody who left for good: what they were told, and what they chose. Twice is once."""
    for kept in (Notice, Letter, MailChoice, Choice, HelpChoice, Wake, Device, Push, ReplyKey):
        kept._default_manager.filter(person=person_id).delete()
    Choice.objects.filter(subject=Subject.PERSON, number=person_id).delete()


@transaction.atomic
def look(*, actor: Actor, notices: Collection[int] | None = None) -> int:
    """``actor`` has seen these notices, or all; how many were unread. A state of one's own that leaves no activity."""
    rows = Notice.objects.filter(person_id=actor.person_id or 0).unread()
    if notices is not None:
        rows = rows.filter(pk__in=notices)
    seen = rows.update(read_at=now())
    if seen:
        live.tell("bell", [f"person:{actor.person_id}"])
    return seen


@transaction.atomic
def look_at_contribution(actor: Actor, contribution_id: int) -> int:
    """Who reads a conversation has seen what the bell said of it; how many lines that were."""
    rows = Notice.objects.filter(person_id=actor.person_id or 0, contribution=contribution_id).unread()
    seen = rows.update(read_at=now())
    if seen:
        live.tell("bell", [f"person:{actor.person_id}"])
    return seen
