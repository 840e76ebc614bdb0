"""Saving a search, and hearing of what is new in it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from gilde.attention.search.models import SavedSearch
from gilde.attention.search.rules import saved as rules
from gilde.core.actor import Actor
from gilde.core.idempotency import first_result
from gilde.people.models import Person
from gilde.people.rules.person import person_id


@transaction.atomic
def save(*, actor: Actor, name: str, typed: str, kind: str, client_id: uuid.UUID) -> SavedSearch:
    """Keep a search; the same request, or the same search, again gives the one that is there. Nobody is told.

    Raises:
        Refusal: a visitor, or ten are kept already.
    """
    owner = person_id(actor)
    first = first_result(SavedSearch, client_id=client_id, person_id=owner)
    if first is not None:
        return first
    Person.objects.select_for_update(no_key=True).get(pk=owner)
    present = SavedSearch.objects.filter(person=owner)
    same = present.filter(typed=typed, kind=kind).first()
    if same is not None:
        return same
    rules.save.require(present.count())
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(person_id=owner, name=name, typed=typed, kind=kind, client_id=client_id)
    except IntegrityError:  # the same request in the same instant
        return SavedSearch.objects.get(person=owner, client_id=client_id)


@transaction.atomic
def rename(*, actor: Actor, search: SavedSearch, name: str) -> None:
    """Call one's own saved search something else."""
    SavedSearch.objects.visible_to(actor).filter(pk=search.pk).update(name=name)


@transaction.atomic
def remove(*, actor: Actor, search: SavedSearch) -> None:
    """Remove one's own saved search; twice is once."""
    SavedSearch.objects.visible_to(actor).filter(pk=search.pk).delete()


def told(person_id: int, until: datetime) -> None:
    """A digest with what was found until then has left. Part of the transaction that writes that down."""
    SavedSearch.objects.filter(person=person_id, told_until__lt=until).update(told_until=until)
