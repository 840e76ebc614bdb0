"""From an account to an actor."""

from __future__ import annotations

from gilde.core.actor import Actor, membership_scope
from gilde.core.clock import now
from gilde.people.enums import PersonState
from gilde.people.models import Account, Affiliation, Person


def actor_of(account: Account) -> Actor:
    """The actor behind ``account``: at most two queries beyond the account itself.

    An account without a person (just made, or the operator's), or whose person is away, is an actor without
    ``person_id``, which every permission treats as a visitor.
    """
    person: Person | None = getattr(account, "person", None)
    if person is None or person.state != PersonState.ACTIVE:
        return Actor(
            account_id=account.pk,
            is_operator=account.is_superuser,
            language=account.language,
            theme=account.theme,
            time_zone=account.time_zone,
            shortcuts=account.keyboard_shortcuts,
        )
    return actor_for(person, account)


def actor_for(person: Person, account: Account | None = None) -> Actor:
    """The actor of ``person``: for requests with their account, for commands and tests without one."""
    organisations = frozenset(
        Affiliation.objects.filter(person=person).current(now().date()).values_list("organisation_id", flat=True)
    )
    return Actor(
        person_id=person.pk,
        account_id=account.pk if account else person.account_id,
        handle=person.handle,
        name=person.name,
        photo_key=person.photo_key,
        is_operator=bool(account and account.is_superuser),
        language=account.language if account else "",
        theme=account.theme if account else "",
        time_zone=account.time_zone if account else "",
        shortcuts=account.keyboard_shortcuts if account else True,
        roles=membership_scope(person.pk),
        organisations=organisations,
    )
