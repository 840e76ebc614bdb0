"""Going away for a while, coming back, and going for good."""

from __future__ import annotations

import secrets
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.models import StoredFile
from gilde.people.actions.profile import own_person
from gilde.people.actions.session import end_sessions
from gilde.people.enums import PersonState, Section, Verb
from gilde.people.models import (
    Account,
    Affiliation,
    ArrivalStep,
    Erasure,
    Export,
    FormerHandle,
    Link,
    Motivation,
    Person,
    PersonLabel,
    PolicyAgreement,
    PolicyLetter,
)
from gilde.people.queries.actor import actor_for
from gilde.people.rules import leaving as rules

# What stands in the table where a name stood; pages say it in the reader's language (Person.from_db).
ERASED_NAME = "Former member"


@transaction.atomic
def deactivate(*, actor: Actor) -> Person:
    """Be away: no page, not found by anyone, logged out everywhere. What was said stays, and so does the account.

    Raises:
        Refusal: a visitor, or the only operator.
    """
    person = own_person(actor)
    rules.go.require(actor)
    person.state = PersonState.DEACTIVATED
    person.save(update_fields=["state"])
    activity.record(Verb.DEACTIVATED, actor=actor, target=person)
    if person.account is not None:
        end_sessions(person.account)
    return person


@transaction.atomic
def reactivate(*, account: Account) -> Person:
    """Come back as one was; that also undoes having asked to be erased. Doing it twice changes nothing.

    Raises:
        Refusal: the person of this account is not away.
    """
    person = Person.objects.select_for_update().get(account=account)
    if person.state == PersonState.ACTIVE:
        return person
    rules.come_back.require(account, person)
    person.state = PersonState.ACTIVE
    person.save(update_fields=["state"])
    actor = actor_for(person, account)
    activity.record(Verb.REACTIVATED, actor=actor, target=person)
    undone, _rows = Erasure.objects.filter(person=person).delete()
    if undone:
        activity.record(Verb.ERASURE_WITHDRAWN, actor=actor, target=person)
    return person


@transaction.atomic
def erase(*, actor: Actor) -> Person:
    """Go for good: name, profile, photo, account, addresses and sessions are deleted in this transaction.

    What was contributed stays readable under "Former member"; rooms above that hold personal data of their own
    subscribe to ``Verb.ERASED`` and wipe it in the same transaction, or refuse by raising ``Refusal``. The handles
    stay taken for ever, so that nobody can take another's place, but nothing says any more whose they were.

    People ask for it and have some days to think it over (``actions/erasure.py``); this is what happens on the day.

    Args:
        actor: who goes.

    Raises:
        Refusal: a visitor, or the only operator.
    """
    person = own_person(actor)
    rules.go.require(actor)
    account = person.account
    _let_go_of_people(person)
    _remove_exports(person)
    for model in (
        PersonLabel,
        ArrivalStep,
        Motivation,
        Link,
        Affiliation,
        Erasure,
        Export,
        PolicyAgreement,
        PolicyLetter,
    ):
        model._default_manager.filter(person=person).delete()
    FormerHandle.objects.get_or_create(handle=person.handle, defaults={"person": None})
    person.former_handles.update(person=None)
    photo_id = person.photo_id
    _wipe(person)
    if photo_id is not None:
        StoredFile.objects.filter(pk=photo_id).delete()  # the bytes follow within a day: core.files.cleanup
    activity.record(Verb.ERASED, actor=actor, target=person)
    if account is not None:
        end_sessions(account)
        account.delete()
    return person


def _let_go_of_people(person: Person) -> None:
    followed = list(person.following.values_list("followed_id", flat=True))
    Person.objects.filter(pk__in=followed, follower_count__gt=0).update(follower_count=F("follower_count") - 1)
    person.following.all().delete()
    person.followers.all().delete()
    person.blocks.all().delete()
    person.blocked_by.all().delete()


def _remove_exports(person: Person) -> None:
    paths = [path for path in person.exports.values_list("path", flat=True) if path]
    # Only once it is certain: a file cannot be rolled back.
    for path in paths:
        transaction.on_commit(partial(default_storage.delete, path))


def _wipe(person: Person) -> None:
    """Every column that says something of the person gets its empty value."""
    kept = {"id", "created_at", "contribution_count"}
    for column in Person._meta.concrete_fields:
        if column.name not in kept:
            setattr(person, column.attname, column.get_default())
    person.state = PersonState.ERASED
    person.name = ERASED_NAME
    person.handle = f"gone-{secrets.token_hex(8)}"
    person.audience = Audience.ME
    for section in Section:
        setattr(person, f"audience_{section.value}", Audience.ME)
    person.save()
