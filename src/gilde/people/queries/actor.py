"""From an account, a person or a session to an actor, in one statement.

Every page of a member begins here. The same columns are read whether they come along with a session
(:func:`open_session`) or for a person that is known already (:func:`actor_for`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from gilde.core.actor import Actor, guest_in_sql, membership_scope, waiting_sql
from gilde.core.clock import now, today
from gilde.core.db.rows import Columns, date_parameter, fetch, gathered, moment_parameter, rows_in
from gilde.people.enums import PersonState
from gilde.people.models import Account, Person

# What an actor is made of; another column of the person would be read when it is asked for.
_PERSON: Final = Columns(Person, "p", "id account_id state handle name photo_key arriving to_agree")
_ACCOUNT: Final = Columns(Account, "a")


class Opened(NamedTuple):
    """A session that belongs to an account: its data as stored, the account with its person, and who acts."""

    data: str
    account: Account
    actor: Actor


@cache
def _scope() -> str:
    """The columns that follow the person ``p``: organisations of today, blocks both ways, then what the rooms above
    registered."""
    organisations = (
        f"SELECT {gathered('t.organisation_id')} FROM people_affiliation t WHERE t.person_id = p.id "  # noqa: S608
        "AND (t.started_on IS NULL OR t.started_on <= %s) AND (t.ended_on IS NULL OR t.ended_on >= %s)"
    )
    blocks = f"SELECT {gathered('b.blocked_id')} FROM people_block b WHERE b.blocker_id = p.id"  # noqa: S608
    blocked_by = f"SELECT {gathered('b.blocker_id')} FROM people_block b WHERE b.blocked_id = p.id"  # noqa: S608
    parts = enumerate((organisations, blocks, blocked_by, waiting_sql(), guest_in_sql(), *membership_scope().columns()))
    return ", ".join(f"({part}) AS scope_{number}" for number, part in parts)


@cache
def _session_sql() -> str:
    return (
        f"SELECT s.session_data, {_ACCOUNT.sql}, {_PERSON.sql}, {_scope()} "  # noqa: S608 - constants only
        "FROM django_session s JOIN usersessions_usersession u ON u.session_key = s.session_key "
        "JOIN people_account a ON a.id = u.user_id LEFT JOIN people_person p ON p.account_id = a.id "
        "WHERE s.session_key = %s AND s.expire_date > %s"
    )


def open_session(key: str) -> Opened | None:
    """The session with this key, who it belongs to and everything an actor is made of; one statement.

    None for a key that is unknown or has expired, and for a session that nobody logged in with. Whether the account
    may still use it (active, same password) is for the caller to judge.
    """
    moment = now()
    day = date_parameter(today())
    for data, *columns in fetch(_session_sql(), [day, day, key, moment_parameter(moment)]):
        account: Account = _ACCOUNT.made(columns[: len(_ACCOUNT)])
        columns = columns[len(_ACCOUNT) :]
        person: Person | None = None if columns[0] is None else _PERSON.made(columns[: len(_PERSON)])
        account.person = person  # type: ignore[assignment]  # None remembers that there is none, without another query
        return Opened(data, account, _made(person, account, columns[len(_PERSON) :]))
    return None


def actor_of(account: Account) -> Actor:
    """The actor behind ``account``: at most one query beyond the account with its person."""
    person: Person | None = getattr(account, "person", None)
    if person is None or person.state != PersonState.ACTIVE:
        return _made(None, account, ())
    return actor_for(person, account)


def actor_for(person: Person, account: Account | None = None) -> Actor:
    """The actor of ``person``, in one query: with their account for requests, without one for commands and tests."""
    day = date_parameter(today())
    rows = fetch(f"SELECT {_scope()} FROM people_person p WHERE p.id = %s", [day, day, person.pk])  # noqa: S608
    return _actor(person, account, rows[0] if rows else ())


def _made(person: Person | None, account: Account, scope: Sequence[Any]) -> Actor:
    """An account without a person (just made, or the operator's), or whose person is away, is an actor without
    ``person_id``, which every permission treats as a visitor.
    """
    if person is not None and person.state == PersonState.ACTIVE:
        return _actor(person, account, scope)
    return Actor(
        account_id=account.pk,
        is_operator=account.is_superuser,
        language=account.language,
        theme=account.theme,
        time_zone=account.time_zone,
        shortcuts=account.keyboard_shortcuts,
    )


def _actor(person: Person, account: Account | None, scope: Sequence[Any]) -> Actor:
    organisations, blocks, blocked_by, waiting, guest_in, *memberships = scope or ([], [], [], 0, [])
    belongs = membership_scope().read(memberships)
    return Actor(
        person_id=person.pk,
        account_id=account.pk if account else person.account_id,
        handle=person.handle,
        name=person.name,
        photo_key=person.photo_key,
        arriving=person.arriving,
        to_agree=person.to_agree,
        is_operator=bool(account and account.is_superuser),
        language=account.language if account else "",
        theme=account.theme if account else "",
        time_zone=account.time_zone if account else "",
        shortcuts=account.keyboard_shortcuts if account else True,
        roles=belongs.roles,
        places=belongs.places,
        organisations=frozenset(row[0] for row in rows_in(organisations)),
        waiting=waiting,
        blocks=frozenset(row[0] for row in rows_in(blocks)),
        blocked_by=frozenset(row[0] for row in rows_in(blocked_by)),
        guest_in=frozenset(row[0] for row in rows_in(guest_in)),
        restricted=belongs.restricted,
    )
