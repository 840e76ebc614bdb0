"""Communities for tests: with a host, and members in every role."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from django.test import Client
from tests.factories.people import log_in, make_person

from gilde.communities.actions import charter as charter_actions
from gilde.communities.actions.membership import enrol
from gilde.communities.enums import CommunityKind, Joining, Role
from gilde.communities.models import Charter, Community, Edge, Membership
from gilde.core.actor import SYSTEM, Actor
from gilde.core.audience import Audience
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for

_numbers = itertools.count(1)

PUBLIC, MEMBERS, HIDDEN = Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY
AUDIENCES = (PUBLIC, MEMBERS, HIDDEN)


def make_community(name: str = "", *, host: Person | None = None, **values: Any) -> Community:
    """A community that anyone can join; with ``host`` as its host when given."""
    number = next(_numbers)
    values.setdefault("kind", CommunityKind.PRACTICE)
    values.setdefault("audience", MEMBERS)
    values.setdefault("joining", Joining.OPEN)
    values.setdefault("slug", f"community-{number}")
    community = Community.objects.create(name=name or f"Community {number}", **values)
    if host is not None:
        enrol(actor=SYSTEM, person_id=host.pk, community=community, role=Role.HOST)
        community.refresh_from_db(fields=["member_count"])
    return community


def make_member(
    community: Community, role: Role = Role.MEMBER, *, person: Person | None = None, name: str = ""
) -> Person:
    """Somebody who belongs to ``community``, with the charter in force accepted."""
    person = person or make_person(name)
    enrol(actor=SYSTEM, person_id=person.pk, community=community, role=role, charter_id=community.charter_id)
    return person


def actor_in(community: Community, role: Role = Role.MEMBER) -> Actor:
    """The actor of a new person with this role."""
    return actor_for(make_member(community, role))


def outsider(**values: Any) -> Actor:
    """The actor of somebody who is here but belongs nowhere."""
    return actor_for(make_person(**values))


def again(actor: Actor) -> Actor:
    """The same person as a later request would see them: with the memberships of now."""
    return actor_for(Person.objects.get(pk=actor.person_id))


def membership_of(community: Community, actor: Actor) -> Membership:
    """Their membership."""
    return Membership.objects.select_related("community").get(community=community, person_id=actor.person_id)


def connect(parent: Community, child: Community, *, required: bool = False, position: int = 0) -> Edge:
    """Put ``child`` under ``parent``."""
    return Edge.objects.create(parent=parent, child=child, required=required, position=position)


def make_charter(community: Community, text: str = "We ask before we advise.") -> Charter:
    """New agreements in force."""
    charter = charter_actions.publish(actor=SYSTEM, community=community, text=text)
    assert charter is not None
    return charter


def counted(community: Community) -> tuple[int, int]:
    """Stored and real number of members."""
    community.refresh_from_db(fields=["member_count"])
    return community.member_count, community.memberships.count()


def browser(person: Person | None = None) -> Client:
    """A browser set to English, with ``person`` logged in; without one a visitor's."""
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    return log_in(person, client) if person is not None else client


def names(communities: Sequence[Community]) -> list[str]:
    """Their names, sorted."""
    return sorted(community.name for community in communities)
