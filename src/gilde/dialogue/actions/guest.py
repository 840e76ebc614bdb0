"""Inviting somebody from outside to one conversation, coming in, and ending it. Nobody becomes a member by it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from gilde.communities.queries.invitation import digest
from gilde.core import activity
from gilde.core.actor import SYSTEM, Actor
from gilde.core.clock import now
from gilde.core.idempotency import first_result
from gilde.core.rules import Refusal
from gilde.dialogue.enums import GuestEnd, Verb
from gilde.dialogue.models import Contribution, Guest
from gilde.dialogue.queries.guest import is_here, secret_of
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.rules import guest as rules
from gilde.dialogue.rules.person import who

MAIL_LIFETIME: Final = timedelta(days=30)


@transaction.atomic
def invite(
    *,
    actor: Actor,
    contribution: Contribution,
    email: str = "",
    note: str = "",
    lifetime: timedelta = MAIL_LIFETIME,
    client_id: uuid.UUID | None = None,
) -> Guest:
    """A place for one person from outside: mailed after the commit to ``email``, or as a link without it.

    Args:
        email: in small letters, checked.
        note: a personal word to who opens it.
        lifetime: how long the invitation works.

    Raises:
        Refusal: the actor does not invite here, this has no guests, or whoever has that address is here already.
    """
    earlier = first_result(Guest, client_id=client_id, invited_by_id=actor.person_id)
    if earlier is not None:
        return earlier
    row = locked_contribution(contribution.pk)
    rules.invite.require(actor, row)
    rules.one_more.require(actor, row, by_mail=bool(email))
    if email and is_here(row, email):
        raise Refusal(rules.is_here_already())
    guest = Guest(
        contribution=row,
        community_id=row.community_id,
        invited_by_id=who(actor),
        email=email,
        note=note,
        expires_at=now() + lifetime,
        client_id=client_id or uuid.uuid4(),
    )
    guest.digest = digest(secret_of(guest))
    guest.save(force_insert=True)
    _record(Verb.GUEST_INVITED, actor, guest, by_mail=bool(email))
    return guest


@transaction.atomic
def send_again(*, actor: Actor, guest: Guest) -> Guest:
    """Mail an invitation once more, with a fresh term. While its mail is still on its way this changes nothing.

    Raises:
        Refusal: it is not the actor's to send, it does not work any more, or it was mailed less than a day ago.
    """
    row = locked_contribution(guest.contribution_id)
    place = Guest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    if place.is_usable and place.email and place.sent_at is None and not place.failure:
        rules.end.require(actor, place, row)
        return place
    rules.again.require(actor, place, row)
    # The installation's secret may have changed since: the address in the new mail must be the one that is stored.
    place.digest = digest(secret_of(place))
    place.sent_at, place.expires_at = None, now() + MAIL_LIFETIME
    place.save(update_fields=["digest", "sent_at", "expires_at"])
    _record(Verb.GUEST_INVITED, actor, place, by_mail=True, again=True)
    return place


@transaction.atomic
def accept(*, actor: Actor, guest: Guest) -> Contribution:
    """Take part through an invitation. Who may read everything there needs no place, and uses none up; twice is once.

    Raises:
        Refusal: it does not work (any more), or not for this person; one sentence for all causes.
    """
    person_id = who(actor)
    row = locked_contribution(guest.contribution_id)
    place = Guest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    if place.takes_part and place.person_id == person_id:
        return row
    rules.works.require(actor, place, row)
    if actor.role_in(row.community_id) is not None:
        return row
    if row.guests.taking_part().filter(person_id=person_id).exists():
        return row
    place.person_id, place.came_at, place.email = person_id, now(), ""
    place.save(update_fields=["person", "came_at", "email"])
    Contribution.objects.filter(pk=row.pk).update(guest_count=F("guest_count") + 1)
    _record(Verb.GUEST_CAME, actor, place)
    return row


@transaction.atomic
def end(*, actor: Actor, guest: Guest) -> None:
    """End somebody's part, withdraw an invitation, or leave oneself. Nothing reaches them from then on; twice is once.

    Raises:
        Refusal: it is not the actor's to end.
    """
    row = locked_contribution(guest.contribution_id)
    place = Guest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    rules.end.require(actor, place, row)
    left = place.person_id is not None and place.person_id == actor.person_id
    _end(place, actor, GuestEnd.LEFT if left else GuestEnd.ENDED if place.person_id else GuestEnd.WITHDRAWN)


@transaction.atomic
def end_all(*, why: GuestEnd, actor: Actor = SYSTEM, **where: Any) -> int:
    """End every place and every invitation that ``where`` names, for one cause; how many. Twice is once.

    Part of what brings it about: a move, a stricter audience, a setting, joining, a measure, leaving for good.
    """
    rows = list(Guest.objects.filter(ended_at__isnull=True, **where).order_by("pk"))
    for row in rows:
        _end(row, actor, why)
    return len(rows)


def _end(place: Guest, actor: Actor, why: GuestEnd) -> None:
    if place.ended_at is not None:
        return
    place.ended_at, place.ended_by_id, place.ended_why, place.email = now(), actor.person_id, why, ""
    place.save(update_fields=["ended_at", "ended_by", "ended_why", "email"])
    if place.person_id is not None:
        counted = Contribution.objects.filter(pk=place.contribution_id, guest_count__gt=0)
        counted.update(guest_count=F("guest_count") - 1)
    _record(Verb.GUEST_WITHDRAWN if place.person_id is None else Verb.GUEST_ENDED, actor, place, why=why.value)


def _record(verb: Verb, actor: Actor, place: Guest, **data: Any) -> None:
    activity.record(
        verb,
        actor=actor,
        target=place.contribution,
        community=place.community_id,
        data={"guest": place.pk, "person": place.person_id, **data},
    )
