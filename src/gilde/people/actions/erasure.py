"""Going for good after some days to think it over."""

from __future__ import annotations

import logging
import os
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gilde.core import activity
from gilde.core.actor import SYSTEM, Actor
from gilde.core.clock import now
from gilde.core.rules import Refusal
from gilde.people.actions.leaving import deactivate, erase
from gilde.people.actions.profile import own_person
from gilde.people.enums import PersonState, Verb
from gilde.people.models import Erasure, Person
from gilde.people.queries.actor import actor_for
from gilde.people.rules import leaving as rules

REMIND: Final = timedelta(days=1)
"""So long before the day they hear of it once more."""

SHORTEST: Final = timedelta(hours=1)
"""So long the mail about a shortened wait has to reach somebody who did not want it."""

_logger = logging.getLogger(__name__)


@transaction.atomic
def ask_erasure(*, actor: Actor) -> Erasure:
    """Be away from now on and erased after ``GILDE_ERASURE_DAYS``; coming back before undoes it. Twice is once.

    The days are there for who was angry, and for who finds that somebody else did this with an open session.

    Raises:
        Refusal: a visitor, or the only operator.
    """
    person = own_person(actor)
    known = Erasure.objects.filter(person=person).first()
    if known is not None:
        return known
    deactivate(actor=actor)
    asked = now()
    row = Erasure.objects.create(person=person, asked_at=asked, erase_at=asked + timedelta(days=settings.ERASURE_DAYS))
    activity.record(Verb.ERASURE_ASKED, actor=actor, target=row, data={"person": person.pk, "at": row.erase_at})
    return row


@transaction.atomic
def shorten_erasure(*, actor: Actor, erasure: Erasure, wait: timedelta, reason: str) -> Erasure:
    """Let somebody who asked to be erased wait less, because they want that; never longer.

    GDPR, article 17: without undue delay. Whoever asked is mailed, with the way back, so that they hear of it when it
    was not they who asked. Twice with a wait that is no shorter changes nothing.

    Args:
        actor: the operator.
        wait: from now on; at least :data:`SHORTEST`.
        reason: how the operator knows that they want this; it stays in the log, after they are gone too.

    Raises:
        Refusal: the actor is not the operator, or they came back or were erased meanwhile.
    """
    row = Erasure.objects.select_for_update().select_related("person").filter(pk=erasure.pk).first()
    if row is None:
        raise Refusal(_("This person came back or is already deleted."))
    rules.shorten.require(actor, row)
    erase_at = now() + max(wait, SHORTEST)
    if erase_at >= row.erase_at:
        return row
    row.erase_at = erase_at
    # The mail that tells of this names the day; a reminder follows when there is more than a day until then.
    row.reminded_at = None if wait > REMIND else now()
    row.save(update_fields=["erase_at", "reminded_at"])
    activity.record(
        Verb.ERASURE_SHORTENED,
        actor=actor,
        target=row,
        data={"person": row.person_id, "at": erase_at, "reason": reason},
    )
    return row


def remind_of_erasure() -> int:
    """Tell those whose day is near, once each; how many. Can be run at any time."""
    near = now() + REMIND
    rows = Erasure.objects.filter(reminded_at=None, erase_at__lte=near, erase_at__gt=now())
    # Who asked less than a day before the day has just been told.
    pks = [row.pk for row in rows if row.erase_at - row.asked_at > REMIND]
    return sum(_remind(pk) for pk in pks)


@transaction.atomic
def _remind(pk: int) -> bool:
    row = Erasure.objects.select_for_update().filter(pk=pk, reminded_at=None).first()
    if row is None:
        return False
    row.reminded_at = now()
    row.save(update_fields=["reminded_at"])
    activity.record(Verb.ERASURE_NEAR, actor=SYSTEM, target=row, data={"person": row.person_id})
    return True


def erase_those_due() -> int:
    """Erase everybody whose day has come, each in a transaction of their own; how many.

    Killed in the middle, whoever was erased is, and the rest follow with the next run. Somebody who cannot go (a room
    refuses, or they became the only operator) stays away and is tried again.
    """
    due = list(Erasure.objects.filter(erase_at__lte=now()).order_by("erase_at").values_list("person_id", flat=True))
    return sum(_erase(person_id) for person_id in due)


def _erase(person_id: int) -> bool:
    try:
        with transaction.atomic():
            person = Person.objects.select_for_update().get(pk=person_id)
            due = Erasure.objects.filter(person=person, erase_at__lte=now())
            if person.state != PersonState.DEACTIVATED or not due.exists():
                return False  # came back a moment ago (and perhaps asked anew), or was erased
            erase(actor=actor_for(person, person.account))
            # The next run notes it when this cannot be written, or when the process dies before.
            transaction.on_commit(partial(_remember, person_id, person.created_at), robust=True)
    except Refusal as refusal:
        _logger.warning("Person %s asked to be erased and cannot be yet: %s", person_id, refusal.reason)
        return False
    return True


def _remember(person_id: int, created_at: datetime) -> None:
    """Note beside the database that this person was erased, for :func:`erase_again`. The line names nobody."""
    with (settings.VAR / "erased").open("a") as stream:
        stream.write(f"{person_id} {created_at.isoformat()}\n")
        stream.flush()
        os.fsync(stream.fileno())


def erase_again() -> int:
    """Erase those whom a backup of before brought back; how many. Two statements when there are none.

    Who was erased and is not noted yet is noted first: their process may have died between the two.
    """
    path = settings.VAR / "erased"
    gone = {}
    for line in path.read_text().splitlines() if path.exists() else ():
        number, _space, moment = line.partition(" ")
        if number.isdigit() and moment:
            gone[int(number)] = moment
    for pk, created_at in Person.objects.filter(state=PersonState.ERASED).values_list("pk", "created_at"):
        if pk not in gone:
            _remember(pk, created_at)
    found = 0
    numbers = sorted(gone)
    for start in range(0, len(numbers), 500):
        here = Person.objects.filter(pk__in=numbers[start : start + 500]).exclude(state=PersonState.ERASED)
        for person in here.select_related("account"):
            # In another database the same number is somebody else, who came at another moment.
            if person.created_at.isoformat() == gone[person.pk]:
                try:
                    erase(actor=actor_for(person, person.account))
                except Refusal as refusal:
                    _logger.warning("Person %s was erased before and is back: %s", person.pk, refusal.reason)
                else:
                    found += 1
    return found
