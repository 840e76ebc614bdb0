"""Blocking people, and letting them back."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.people.enums import Verb
from gilde.people.models import Block, Follow, Person
from gilde.people.rules import block as rules
from gilde.people.rules.person import person_id


@transaction.atomic
def block(*, actor: Actor, person: Person) -> Block:
    """Block ``person``; doing it again changes nothing. Neither follows the other any more.

    The log says that somebody blocked and never whom: the activity is about the one who acts, so that nobody who reads
    the log learns what the blocked person may not. Subscribers ask :func:`gilde.people.queries.block.apart_from`.

    Raises:
        Refusal: a visitor, or oneself.
    """
    rules.block.require(actor, person)
    mine = person_id(actor)
    present = Block.objects.filter(blocker_id=mine, blocked=person).first()
    if present is not None:
        return present
    try:
        with transaction.atomic():
            row = Block.objects.create(blocker_id=mine, blocked=person)
    except IntegrityError:  # a second tap in the same instant
        return Block.objects.get(blocker_id=mine, blocked=person)
    _unfollow_each_other(mine, person.pk)
    activity.record(Verb.BLOCKED, actor=actor, target=row.blocker)
    return row


@transaction.atomic
def unblock(*, actor: Actor, person: Person) -> None:
    """Let ``person`` back; when they were not blocked, nothing changes. Nobody is told, nobody follows again."""
    row = Block.objects.filter(blocker_id=actor.person_id or 0, blocked=person).select_related("blocker").first()
    if row is None:
        return
    blocker = row.blocker
    row.delete()
    activity.record(Verb.UNBLOCKED, actor=actor, target=blocker)


def _unfollow_each_other(one: int, other: int) -> None:
    pairs = Q(follower=one, followed=other) | Q(follower=other, followed=one)
    rows = Follow.objects.filter(pairs)
    followed = list(rows.values_list("followed_id", flat=True))
    rows.delete()
    Person.objects.filter(pk__in=followed).update(follower_count=Greatest(F("follower_count") - 1, 0))
