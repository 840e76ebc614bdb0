"""Places with people in them, and what they say there: made by the actions that pages use."""

from __future__ import annotations

import itertools
import uuid
from typing import Any

from gilde.communities.actions.membership import enrol
from gilde.communities.enums import CommunityKind, Joining, Role
from gilde.communities.models import Ambition, Behaviour, Charter, Community
from gilde.core.actor import SYSTEM, Actor
from gilde.core.audience import Audience
from gilde.core.ids import slug
from gilde.dialogue.actions.answer import add_answer
from gilde.dialogue.actions.comment import add_comment
from gilde.dialogue.actions.compliment import give, show
from gilde.dialogue.actions.contribution import ContributionText, contribute
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.kinds import kind_form
from gilde.dialogue.models import Answer, Comment, Compliment, Contribution
from gilde.people.models import Person
from tests.factories.people import actor_of, make_person

_numbers = itertools.count(1)


def make_place(name: str = "", *, audience: Audience = Audience.MEMBERS, **values: Any) -> Community:
    """A community where people can talk."""
    name = name or f"Place {next(_numbers)}"
    values.setdefault("slug", slug(name))
    values.setdefault("kind", CommunityKind.PRACTICE)
    values.setdefault("joining", Joining.OPEN)
    return Community.objects.create(name=name, audience=audience, **values)


def make_member(place: Community, name: str = "", *, role: Role = Role.MEMBER, **values: Any) -> Person:
    """Somebody new who belongs to ``place``."""
    person = make_person(name, **values)
    join(place, person, role=role)
    return person


def join(place: Community, person: Person, *, role: Role = Role.MEMBER) -> None:
    """Let ``person`` belong to ``place``, having accepted its charter."""
    enrol(actor=SYSTEM, person_id=person.pk, community=place, role=role, charter_id=place.charter_id)


def member(place: Community, name: str = "", *, role: Role = Role.MEMBER) -> Actor:
    """The actor of somebody new who belongs to ``place``."""
    return actor_of(make_member(place, name, role=role))


def again(actor: Actor) -> Actor:
    """The same person with the memberships of this moment."""
    return actor_of(Person.objects.get(pk=actor.person_id))


def make_charter(place: Community, text: str = "Be kind.") -> Charter:
    """A charter that nobody accepted yet."""
    row = Charter.objects.create(
        community=place, number=place.charters.count() + 1, text=text, html=f"<p>{text}</p>"
    )
    place.charter = row
    place.save(update_fields=["charter"])
    return row


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
    text = ContributionText(
        title=title or f"Contribution {next(_numbers)}", body=body, fields=values.pop("fields", fields), **values
    )
    return contribute(
        actor=actor, community=place, kind=kind, text=text, authors=authors, teller=teller, client_id=uuid.uuid4()
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
