"""Following people, apart from how loudly one is told."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.people.enums import Verb
from gilde.people.models import Follow, Person
from gilde.people.rules import follow as rules
from gilde.people.rules.person import person_id


@transaction.atomic
def follow(*, actor: Actor, person: Person) -> Follow:
    """Follow ``person``; doing it again changes nothing.

    Raises:
        Refusal: a visitor, oneself, or somebody who is not here any more.
    """
    rules.follow.require(actor, person)
    mine = person_id(actor)
    present = Follow.objects.filter(follower_id=mine, followed=person).first()
    if present is not None:
        return present
    try:
        with transaction.atomic():
            row = Follow.objects.create(follower_id=mine, followed=person)
    except IntegrityError:  # a second tap in the same instant
        return Follow.objects.get(follower_id=mine, followed=person)
    Person.objects.filter(pk=person.pk).update(follower_count=F("follower_count") + 1)
    activity.record(Verb.FOLLOWED, actor=actor, target=person)
    return row


@transaction.atomic
def unfollow(*, actor: Actor, person: Person) -> None:
    """Stop following ``person``; when one did not, nothing changes. Nobody is told."""
    gone, _rows = Follow.objects.filter(follower_id=actor.person_id, followed=person).delete()
    if not gone:
        return
    Person.objects.filter(pk=person.pk).update(follower_count=Greatest(F("follower_count") - 1, 0))
    activity.record(Verb.UNFOLLOWED, actor=actor, target=person)
