"""Links on a profile, and the proof that they are one's own."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max

from gilde.core import activity
from gilde.core.actor import SYSTEM, Actor
from gilde.core.clock import now
from gilde.people.actions.profile import own_person
from gilde.people.enums import Finding, Verb
from gilde.people.models import Link
from gilde.people.rules import link as rules


@transaction.atomic
def add(*, actor: Actor, url: str, label: str = "") -> Link:
    """Add a place elsewhere; the same address twice is one link. Whoever subscribes looks whether it links back.

    Raises:
        Refusal: a visitor, or too many links.
    """
    person = own_person(actor)
    present = person.links.filter(url=url).first()
    if present is not None:
        return present
    rules.add.require(person)
    last = person.links.aggregate(last=Max("position"))["last"]
    try:
        with transaction.atomic():
            row = Link.objects.create(person=person, url=url, label=label, position=0 if last is None else last + 1)
    except IntegrityError:  # a second tap in the same instant
        return Link.objects.get(person=person, url=url)
    activity.record(Verb.LINK_ADDED, actor=actor, target=row)
    return row


@transaction.atomic
def remove(*, actor: Actor, link: Link) -> None:
    """Take a link away; once gone, doing it again changes nothing.

    Raises:
        Refusal: it is somebody else's.
    """
    rules.change.require(actor, link)
    row = Link.objects.select_for_update().filter(pk=link.pk).first()
    if row is None:
        return
    activity.record(Verb.LINK_REMOVED, actor=actor, target=row)
    row.delete()


@transaction.atomic
def keep_finding(*, link: Link, finding: Finding) -> Link:
    """Write down what was found behind a link. A page that is away for a while does not lose its proof at once.

    Idempotent: the same finding again only moves the time of looking.
    """
    row = Link.objects.select_for_update().get(pk=link.pk)
    first_proof = finding == Finding.PROVEN and row.finding != Finding.PROVEN
    row.checked_at = now()
    if finding == Finding.PROVEN:
        row.proven_at = row.checked_at
    if not (finding == Finding.UNREACHABLE and row.finding == Finding.PROVEN):
        row.finding = finding
    row.save(update_fields=["checked_at", "proven_at", "finding"])
    if first_proof:
        activity.record(Verb.LINK_PROVEN, actor=SYSTEM, target=row)
    return row
