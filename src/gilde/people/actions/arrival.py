"""Coming in, step by step, until one is at home."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.people.actions.profile import own_person
from gilde.people.enums import Arriving, Verb
from gilde.people.models import ArrivalStep, Person

NEW_FOR: Final = timedelta(days=30)
"""How long somebody counts as new who never says that they know their way."""


@transaction.atomic
def begin(*, actor: Actor) -> None:
    """Ask the first steps of somebody who just became a person. Twice is once.

    Raises:
        Refusal: a visitor.
    """
    person = own_person(actor)
    if person.arriving == Arriving.SETTLED and not ArrivalStep.objects.filter(person=person).exists():
        _set(person, Arriving.STEPS)


@transaction.atomic
def answer(*, actor: Actor, step: str, skipped: bool = False) -> None:
    """Remember that a step was answered, or passed over. The first answer stays; who is not arriving leaves no trace.

    Raises:
        Refusal: a visitor.
    """
    person = own_person(actor)
    if person.arriving == Arriving.STEPS:
        ArrivalStep.objects.get_or_create(person=person, step=step, defaults={"skipped": skipped})


@transaction.atomic
def look_around(*, actor: Actor) -> None:
    """The steps are behind this person; what is left is to find their way. Twice is once.

    Raises:
        Refusal: a visitor.
    """
    person = own_person(actor)
    if person.arriving == Arriving.STEPS:
        _set(person, Arriving.LIST)


@transaction.atomic
def settle(*, actor: Actor) -> None:
    """Be at home: no more first steps, for good. Twice is once.

    Raises:
        Refusal: a visitor.
    """
    person = own_person(actor)
    if person.arriving != Arriving.SETTLED:
        _set(person, Arriving.SETTLED)
        activity.record(Verb.SETTLED, actor=actor, target=person)


def settle_the_long_here() -> int:
    """Who came in a month ago is at home, said or not; how many that were."""
    return Person.objects.exclude(arriving=Arriving.SETTLED).filter(created_at__lt=now() - NEW_FOR).update(
        arriving=Arriving.SETTLED
    )  # fmt: skip


def _set(person: Person, arriving: Arriving) -> None:
    person.arriving = arriving
    person.save(update_fields=["arriving"])
