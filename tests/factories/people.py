"""People for tests: named, present, and with sections open to all members as by default."""

from __future__ import annotations

import itertools
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client

from gilde.core.actor import Actor
from gilde.core.ids import slug
from gilde.people.enums import LabelKind, PersonState
from gilde.people.languages import BY_CODE
from gilde.people.models import Account, Affiliation, Label, Organisation, Person, PersonLabel
from gilde.people.queries.actor import actor_for

_numbers = itertools.count(1)

PASSWORD = "a long enough password"


def make_account(email: str = "", *, password: str | None = None, verified: bool = True, **values: Any) -> Account:
    """An account with a proven address; with a password only when given."""
    email = (email or f"person{next(_numbers)}@example.org").lower()
    account = Account.objects.create_user(email, password, **values)
    EmailAddress.objects.create(user=account, email=email, verified=verified, primary=True)
    return account


def make_person(name: str = "", *, account: Account | None = None, with_account: bool = False, **values: Any) -> Person:
    """Somebody who is here. ``with_account=True`` makes a login too."""
    number = next(_numbers)
    name = name or f"Person {number}"
    if with_account and account is None:
        account = make_account()
    values.setdefault("handle", f"{slug(name)[:20]}-{number}")
    values.setdefault("state", PersonState.ACTIVE)
    return Person.objects.create(name=name, account=account, **values)


def make_placeholder(name: str = "", **values: Any) -> Person:
    """Somebody who was invited or imported and is not here yet."""
    return make_person(name, state=PersonState.PLACEHOLDER, **values)


def actor_of(person: Person) -> Actor:
    """The actor behind ``person``, as a request would have it."""
    return actor_for(person, person.account)


def log_in(person: Person, client: Client | None = None) -> Client:
    """A client in which ``person`` is logged in and reads English; an account is made when there is none."""
    client = client or Client(headers={"accept-language": "en"})
    if person.account is None:
        person.account = make_account()
        person.save(update_fields=["account"])
    client.force_login(person.account)
    # As allauth's log-in does; the list says whose a session is (gilde.people.sessions).
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    UserSession.objects.get_or_create(
        session_key=key, defaults={"user": person.account, "ip": "127.0.0.1", "user_agent": "test"}
    )
    return client


def label(person: Person, *names: str, kind: LabelKind = LabelKind.SPECIALISM) -> None:
    """Put these labels on ``person``; languages by their ISO code."""
    for position, name in enumerate(names):
        is_language = kind == LabelKind.LANGUAGE
        row, _made = Label.objects.get_or_create(
            kind=kind,
            slug=name if is_language else slug(name),
            defaults={"name": BY_CODE[name].own if is_language else name},
        )
        PersonLabel.objects.create(person=person, label=row, position=position)


def make_organisation(name: str = "", **values: Any) -> Organisation:
    """An organisation with a page."""
    name = name or f"Organisation {next(_numbers)}"
    values.setdefault("slug", slug(name))
    return Organisation.objects.create(name=name, **values)


def affiliate(person: Person, organisation: Organisation, **values: Any) -> Affiliation:
    """Tie ``person`` to ``organisation``, from always and without end unless told otherwise."""
    return Affiliation.objects.create(person=person, organisation=organisation, **values)
