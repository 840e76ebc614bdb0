"""Becoming a person here."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.rules import Refusal
from gilde.people.actions.policy import agree
from gilde.people.enums import PersonState, Verb
from gilde.people.models import Account, FormerHandle, Person
from gilde.people.queries.actor import actor_for
from gilde.people.queries.claim import claim_token, placeholder_for
from gilde.people.queries.handle import suggest
from gilde.people.reader import time_zones
from gilde.people.rules import person as rules

_TRIES = 5  # suggested handles can be taken by somebody else in the same instant


@transaction.atomic
def join(
    *,
    account: Account,
    name: str,
    handle: str = "",
    claiming: Person | None = None,
    shown: Mapping[str, int] | None = None,
    language: str = "",
    time_zone: str = "",
) -> Person:
    """Give ``account`` its person: a new one, or the placeholder that waits for it.

    A placeholder is taken over when ``claiming`` names it (its link was opened) or when it was invited under an
    address that this account has proven. An account that has a person already keeps it, so a replay changes nothing.

    Args:
        account: who comes in.
        name: as others will see it.
        handle: wanted; empty means one made from the name (or the placeholder's own).
        shown: versions of the terms and the privacy page that stood beside the button: coming in is agreeing to them.
            None for who did not come in by a page (the operator, tests, commands).
        language: of the page they came in by; mails know no browser, so it is kept until another is chosen.
        time_zone: of the browser they came in by, for the same reason; one that is not known here is not kept.

    Raises:
        Refusal: the account is closed, the handle cannot be used, or the placeholder belongs to somebody else.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    rules.join.require(account)
    own = Person.objects.filter(account=account).first()
    if own is not None:
        return own
    placeholder = claiming or placeholder_for(account)
    if placeholder is not None:
        person = _take_over(account, placeholder, name=name, handle=handle)
    else:
        if handle:
            rules.handle.require(handle)
        person = _create(account, name=name, handle=handle)
        activity.record(Verb.PERSON_JOINED, actor=actor_for(person, account), target=person)
    account.language = account.language or (language if language in dict(settings.LANGUAGES) else "")
    account.time_zone = account.time_zone or (time_zone if time_zone in time_zones() else "")
    account.save(update_fields=["language", "time_zone"])
    if shown is not None:
        agree(actor=actor_for(person, account), numbers=shown)
    return person


def _create(account: Account, *, name: str, handle: str) -> Person:
    for _attempt in range(_TRIES):
        try:
            with transaction.atomic():
                return Person.objects.create(
                    account=account, state=PersonState.ACTIVE, name=name, handle=handle or suggest(name)
                )
        except IntegrityError:
            if handle:
                break
    raise Refusal(_("Someone just took this name. Choose another one."))


def _take_over(account: Account, placeholder: Person, *, name: str, handle: str) -> Person:
    person = Person.objects.select_for_update().get(pk=placeholder.pk)
    rules.claim.require(account, person)
    person.account = account
    person.state = PersonState.ACTIVE
    person.name = name or person.name
    person.invited_email = ""
    person.save(update_fields=["account", "state", "name", "invited_email"])
    actor = actor_for(person, account)
    if handle and handle != person.handle:
        change_handle(actor=actor, handle=handle)
        person.refresh_from_db()
    activity.record(Verb.PERSON_CLAIMED, actor=actor, target=person)
    return person


@transaction.atomic
def change_handle(*, actor: Actor, handle: str) -> Person:
    """Take another handle; the old one keeps leading here and nobody else can have it.

    Raises:
        Refusal: a visitor, or the handle cannot be used.
    """
    person = Person.objects.select_for_update().get(pk=rules.person_id(actor))
    if handle == person.handle:
        return person
    rules.handle.require(handle, person)
    FormerHandle.objects.filter(handle=handle, person=person).delete()
    FormerHandle.objects.get_or_create(handle=person.handle, defaults={"person": person, "until": now()})
    person.handle = handle
    try:
        with transaction.atomic():
            person.save(update_fields=["handle"])
    except IntegrityError:
        raise Refusal(_("Someone just took this name. Choose another one.")) from None
    activity.record(Verb.HANDLE_CHANGED, actor=actor, target=person)
    return person


@transaction.atomic
def offer_claim(*, actor: Actor, person: Person) -> str:
    """A token with which somebody can claim this placeholder (``people:claim``), valid for thirty days
    and as long as the actor vouches for it.

    Raises:
        Refusal: the person is no placeholder, or the actor does not vouch for it.
    """
    rules.offer_claim.require(actor, person)
    activity.record(Verb.CLAIM_OFFERED, actor=actor, target=person)
    return claim_token(person, voucher=actor.person_id)
