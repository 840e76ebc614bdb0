"""Being tied to an organisation, from and to."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.idempotency import first_result
from gilde.people.actions.organisation import find_or_create
from gilde.people.actions.profile import own_person
from gilde.people.enums import Verb
from gilde.people.models import Affiliation
from gilde.people.rules import affiliation as rules


@transaction.atomic
def add(
    *,
    actor: Actor,
    organisation: str,
    title: str = "",
    started_on: date | None = None,
    ended_on: date | None = None,
    client_id: uuid.UUID | None = None,
) -> Affiliation:
    """Say that one works or worked with an organisation, which is made when its name is new.

    Raises:
        Refusal: a visitor, dates the wrong way round, or too many rows.
    """
    first = first_result(Affiliation, client_id=client_id, person_id=actor.person_id)
    if first is not None:
        return first
    person = own_person(actor)
    rules.add.require(person, started_on, ended_on)
    row = Affiliation.objects.create(
        person=person,
        organisation=find_or_create(actor=actor, name=organisation),
        title=title,
        started_on=started_on,
        ended_on=ended_on,
        client_id=client_id or uuid.uuid4(),
    )
    activity.record(Verb.AFFILIATION_ADDED, actor=actor, target=row, data={"organisation": row.organisation_id})
    return row


@transaction.atomic
def change(
    *, actor: Actor, affiliation: Affiliation, title: str, started_on: date | None, ended_on: date | None
) -> Affiliation:
    """Another title or other dates; an end date ends it. The organisation stays: another one is another row.

    Raises:
        Refusal: it is somebody else's, or the dates are the wrong way round.
    """
    row = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    rules.change.require(actor, row)
    rules.dates.require(started_on, ended_on)
    row.title, row.started_on, row.ended_on = title, started_on, ended_on
    row.save(update_fields=["title", "started_on", "ended_on"])
    activity.record(Verb.AFFILIATION_CHANGED, actor=actor, target=row, data={"organisation": row.organisation_id})
    return row


@transaction.atomic
def remove(*, actor: Actor, affiliation: Affiliation) -> None:
    """Take it off one's profile; once gone, doing it again changes nothing.

    Raises:
        Refusal: it is somebody else's.
    """
    rules.change.require(actor, affiliation)
    row = Affiliation.objects.select_for_update().filter(pk=affiliation.pk).first()
    if row is None:
        return
    activity.record(Verb.AFFILIATION_REMOVED, actor=actor, target=row, data={"organisation": row.organisation_id})
    row.delete()
