"""Places with people in them, and what they say there: made by the actions that pages use."""

from __future__ import annotations

import itertools
import uuid
from datetime import timedelta
from typing import Any

from django.test import Client
from tests.factories.communities import make_community, make_member
from tests.factories.people import actor_of, log_in

from gilde.communities.enums import Role
from gilde.communities.models import Ambition, Behaviour, Community, Membership
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.dialogue.actions.answer import add_answer
from gilde.dialogue.actions.comment import add_comment
from gilde.dialogue.actions.compliment import give, show
from gilde.dialogue.actions.contribution import ContributionText, contribute
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.kinds import kind_form
from gilde.dialogue.models import Answer, Comment, Compliment, Contribution
from gilde.people.models import Person

_numbers = itertools.count(1)


def make_place(name: str = "", *, audience: Audience = Audience.MEMBERS, **values: Any) -> Community:
    """A community where people can talk."""
    return make_community(name, audience=audience, **values)


SETTLED = timedelta(days=20)  # long enough that links show at once, short enough to be a newcomer elsewhere


def member(place: Community, name: str = "", *, role: Role = Role.MEMBER, new: bool = False) -> Actor:
    """The actor of a new person who belongs to ``place``, for three weeks or, with ``new``, since this moment."""
    person = make_member(place, role, name=name)
    if not new:
        Membership.objects.filter(person=person, community=place).update(since=now() - SETTLED)
    return actor_of(person)


def joined(actor: Actor, place: Community, *, role: Role = Role.MEMBER) -> Actor:
    """The same person, now also in ``place``."""
    make_member(place, role, person=person_of(actor))
    return actor_of(person_of(actor))


def person_of(actor: Actor) -> Person:
    """The person behind ``actor``, fresh from the database."""
    return Person.objects.get(pk=actor.person_id)


def client_of(actor: Actor) -> Client:
    """A client in which the person behind ``actor`` is logged in."""
    return log_in(person_of(actor))


def make_behaviour(place: Community, text: str = "We ask before we advise.") -> Behaviour:
    """A behaviour of a new ambition of ``place``."""
    ambition = Ambition.objects.create(community=place, title="Learn together")
    return Behaviour.objects.create(ambition=ambition, text=text)


def make_contribution(
    actor: Actor,
    place: Community,
    title: str = "",
    *,
    kind: ContributionKind = ContributionKind.DISCUSSION,
    body: str = "Something worth reading.",
    **values: Any,
) -> Contribution:
    """What ``actor`` contributes to ``place``; the fields its kind asks for are filled."""
    fields = {
        part.name: "https://example.org/page" if part.is_url else f"About {part.name}."
        for part in kind_form(kind).fields
        if part.required
    }
    authors, teller = values.pop("authors", ()), values.pop("teller", None)
    audience = values.pop("audience", None)
    text = ContributionText(
        title=title or f"Contribution {next(_numbers)}", body=body, fields=values.pop("fields", fields), **values
    )
    return contribute(
        actor=actor,
        community=place,
        kind=kind,
        text=text,
        authors=authors,
        teller=teller,
        audience=audience,
        client_id=uuid.uuid4(),
    )


def make_question(actor: Actor, place: Community, title: str = "How do you do that?", **values: Any) -> Contribution:
    """A question of ``actor``."""
    return make_contribution(actor, place, title, kind=ContributionKind.QUESTION, **values)


def make_answer(actor: Actor, question: Contribution, body: str = "Like this.") -> Answer:
    """An answer of ``actor``."""
    return add_answer(actor=actor, contribution=question, body=body, client_id=uuid.uuid4())


def make_comment(
    actor: Actor,
    contribution: Contribution,
    body: str = "I see.",
    *,
    answer: Answer | None = None,
    quotes: Comment | None = None,
) -> Comment:
    """A comment of ``actor``."""
    return add_comment(
        actor=actor, contribution=contribution, body=body, answer=answer, quotes=quotes, client_id=uuid.uuid4()
    )


def make_compliment(
    giver: Actor, receiver: Person, text: str = "You asked the question nobody dared to ask.", **values: Any
) -> Compliment:
    """A compliment; shown on the receiver's profile with ``shown=True``."""
    shown = values.pop("shown", False)
    row = give(actor=giver, receiver=receiver, text=text, client_id=uuid.uuid4(), **values)
    return show(actor=actor_of(receiver), compliment=row) if shown else row
