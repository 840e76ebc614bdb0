"""One's own rows."""

from __future__ import annotations

from gilde.core.actor import Actor
from gilde.people.models import Account, Affiliation, Link, Person


def own_person(actor: Actor) -> Person | None:
    """The person behind ``actor``; None for visitors and accounts without one."""
    return Person.objects.filter(pk=actor.person_id).first() if actor.person_id is not None else None


def person_of(account: Account) -> Person | None:
    """The person of ``account``, also while they are away."""
    return Person.objects.filter(account_id=account.pk).first()


def own_affiliation(actor: Actor, pk: int) -> Affiliation | None:
    """One of the actor's own affiliations."""
    if actor.person_id is None:
        return None
    return Affiliation.objects.filter(pk=pk, person_id=actor.person_id).select_related("organisation").first()


def own_link(actor: Actor, pk: int) -> Link | None:
    """One of the actor's own links."""
    return Link.objects.filter(pk=pk, person_id=actor.person_id).first() if actor.person_id is not None else None
