"""Reads of memberships, and what other rooms build on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from gilde.communities.enums import CAPABILITIES, Capability, Role
from gilde.communities.models import Community, JoinRequest, Membership
from gilde.communities.models.community import communities_with, readable_sql
from gilde.communities.queries.graph import ids_above
from gilde.communities.queries.keyset import After
from gilde.core.actor import EVERYWHERE, Actor, MembershipScope, Place, Restricted, Scope
from gilde.core.clock import now
from gilde.core.db.rows import among, gathered, moment, rows_in
from gilde.core.db.trips import Reading, rows_of, shared
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.models.person import folded
from gilde.ui.addresses import address

PAGE = 30


def _scope_columns() -> tuple[str, str, str]:
    """Memberships with their communities, the ties between those communities, and restrictions."""
    communities = gathered(
        "m.community_id", "m.role", "c.name", "c.slug", "CASE WHEN c.archived_at IS NULL THEN 0 ELSE 1 END",
        "c.open_request_count",
    )  # fmt: skip
    ties = gathered("e.id", "e.child_id", "e.parent_id", "e.position")
    restrictions = gathered(f"COALESCE(r.community_id, {EVERYWHERE})", "r.kind", "r.until")
    return (
        f"SELECT {communities} FROM communities_membership m "  # noqa: S608 - constants only
        "JOIN communities_community c ON c.id = m.community_id WHERE m.person_id = p.id",
        f"SELECT {ties} FROM communities_edge e "  # noqa: S608 - constants only
        "JOIN communities_membership a ON a.community_id = e.child_id AND a.person_id = p.id "
        "JOIN communities_membership b ON b.community_id = e.parent_id AND b.person_id = p.id",
        f"SELECT {restrictions} FROM communities_restriction r "  # noqa: S608 - constants only
        "WHERE r.person_id = p.id AND r.ended_at IS NULL",
    )


def _read_scope(values: Sequence[Any]) -> Scope:
    communities, ties, restrictions = values
    parents: dict[int, list[tuple[int, int]]] = {}
    for _id, child, parent, position in sorted(rows_in(ties)):
        parents.setdefault(child, []).append((parent, position))
    rows = sorted(rows_in(communities))
    return Scope(
        {pk: role for pk, role, *_rest in rows},
        [
            Place(pk, name, slug, bool(archived), tuple(parents.get(pk, ())), asking)
            for pk, _role, name, slug, archived, asking in rows
        ],
        _holding(rows_in(restrictions)) if restrictions else {},
    )


def _holding(rows: list[list[Any]]) -> dict[int, list[Restricted]]:
    """Those restrictions that have not ended by themselves."""
    found: dict[int, list[Restricted]] = {}
    for community_id, kind, until in sorted(rows):
        at = moment(until)
        if at is not None and at > now():
            found.setdefault(community_id, []).append(Restricted(kind, at))
    return found


def _shares_sql(actor: Actor) -> tuple[str, list[Any]]:
    """The same as :func:`shares_community`, for hand-written SQL that sees the person as ``p``."""
    if not actor.roles:
        return "1 = 0", []
    marks, own = among(actor.roles)
    together = (
        "SELECT 1 FROM communities_membership x "  # noqa: S608 - constants only
        f"WHERE x.person_id = p.id AND x.community_id IN ({marks})"
    )
    return f"EXISTS ({together})", own


SCOPE: Final = MembershipScope(_scope_columns, _read_scope, _shares_sql)


def asked_at(actor: Actor) -> list[Place]:
    """The communities where people wait for this actor's answer whether they may join; no query."""
    return [
        place
        for place in actor.places
        if place.asking and not place.archived and Capability.ADMIT in CAPABILITIES[Role(actor.roles[place.id])]
    ]


def shares_community(actor: Actor, person_path: str) -> Q:
    """A filter "belongs to a community of the actor" for the person at ``person_path``."""
    # EXISTS, not IN: a page of a list asks it of its own rows only, however many people there are.
    person = OuterRef(f"{person_path}_id" if person_path else "pk")
    return Q(Exists(Membership.objects.filter(person_id=person, community_id__in=list(actor.roles))))


@dataclass(frozen=True)
class Members:
    """A part of the list of members; ``away`` says on its first part how many take a break, who belong and count but
    are not in the list."""

    rows: list[Membership]
    after: str
    away: int = 0


def members(
    actor: Actor, community: Community, *, role: str = "", words: str = "", after: After | None = None
) -> Members:
    """Members the actor may see, newest first; one query, for members two. ``words`` finds in names, without accents.

    Hosts and facilitators, who stand above the list, are in it only when somebody looks for them.
    """
    rows = Membership.objects.visible_to(actor).filter(community=community)
    if role:
        rows = rows.filter(role=role)
    elif not words:
        rows = rows.exclude(role__in=[Role.HOST, Role.FACILITATOR])
    for word in words.split()[:5]:
        rows = rows.filter(person__name_key__contains=folded(word))
    if after is not None:
        rows = rows.filter(after.older("since"))
    found = list(rows.select_related("person").order_by("-since", "-pk")[: PAGE + 1])
    more = len(found) > PAGE
    last = found[PAGE - 1] if more else None
    away = 0
    if not role and not words and after is None and community.pk in actor.roles:
        away = Membership.objects.filter(community=community, person__state=PersonState.DEACTIVATED).count()
    return Members(found[:PAGE], str(After(last.since, last.pk)) if last else "", away)


def reached(actor: Actor, communities: Collection[int]) -> dict[int, int]:
    """Community id → how many people a message to its members reaches, without the actor; one query.

    Placeholders have no account and nobody to read it; who is away reads nothing either.
    """
    rows = (
        Membership.objects.filter(
            community_id__in=list(communities), person__state=PersonState.ACTIVE, person__account__is_active=True
        )
        .exclude(person_id=actor.person_id or 0)
        .values("community_id")
        .annotate(count=Count("pk"))
        .values_list("community_id", "count")
    )
    return dict.fromkeys(communities, 0) | dict(rows)


def pages_of(actor: Actor, people: list[Person]) -> frozenset[int]:
    """Ids of those among ``people`` whose page the actor may open; one query."""
    ids = [person.pk for person in people]
    return frozenset(Person.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))


class Belonging(NamedTuple):
    """A community on somebody's profile."""

    community_id: int
    name: str
    slug: str
    role: str

    @property
    def url(self) -> str:
        """The community's stream."""
        return address("feed:community", self.slug)

    @property
    def role_label(self) -> str:
        """The role in the reader's words."""
        return str(Role(self.role).label)


@shared
def communities_of(actor: Actor, person: Person, *, most: int = 30) -> Reading[list[Belonging]]:
    """Where ``person``, who was loaded through ``visible_to``, belongs, as far as the actor may see that.

    Those they share come first. One statement, and the same rows as ``Membership.objects.visible_to``; a test holds
    the two against each other.
    """
    condition, values = readable_sql(actor, "c")
    if actor.is_visitor:
        condition += " AND m.role IN ('host', 'facilitator')"
    belongings = yield from rows_of(
        "SELECT c.id, c.name, c.slug, m.role FROM communities_membership m "  # noqa: S608 - constants only
        "JOIN communities_community c ON c.id = m.community_id "
        f"WHERE m.person_id = %s AND c.archived_at IS NULL AND {condition} ORDER BY c.name, m.id LIMIT 200",
        [person.pk, *values],
    )
    found = [Belonging(*row) for row in belongings]
    return sorted(found, key=lambda row: row.community_id not in actor.roles)[:most]


def named_to(actor: Actor, person_ids: Collection[int]) -> set[int]:
    """Of these people, those whom this room shows to the actor outside the actor's own communities; one query.

    Hosts and facilitators of communities the actor may know, and who asks to join where the actor decides.
    """
    leading = Membership.objects.filter(
        community__in=Community.objects.visible_to(actor).values("pk"),
        person_id__in=list(person_ids),
        role__in=[Role.HOST, Role.FACILITATOR],
    )
    asking = JoinRequest.objects.visible_to(actor)
    shown = Person.objects.present().filter(
        Q(pk__in=leading.values("person_id")) | Q(pk__in=asking.values("person_id")), pk__in=list(person_ids)
    )
    return set(shown.values_list("pk", flat=True)) if actor.person_id is not None else set()


def vouches(actor: Actor, person: Person) -> bool:
    """Whether the actor decides on coming in wherever ``person`` belongs: they know who the person is.

    Everywhere, because whoever takes over the person gets all their places: a host of one community opens no other.
    Communities above that come with one of those count along; a role with more rights asks for who gives roles.
    """
    deciding = communities_with(actor, Capability.ADMIT)
    if not deciding:
        return False
    appointing = communities_with(actor, Capability.APPOINT)
    places = dict(Membership.objects.filter(person=person).values_list("community_id", "role"))
    plain = {Role.MEMBER, Role.GUEST}
    sure = {pk for pk, role in places.items() if pk in (deciding if role in plain else appointing)}
    left = {pk: role for pk, role in places.items() if pk not in sure}
    if sure and left:
        above = set(ids_above(sure, required=True))
        left = {pk: role for pk, role in left.items() if pk not in above or role not in plain}
    return bool(sure) and not left


def hosted_alone(person_id: int, places: Sequence[Community]) -> list[Community]:
    """Of ``places``, those where this person is the only host."""
    ids = [place.pk for place in places]
    hosts: dict[int, list[int]] = {}
    for community_id, host in Membership.objects.filter(community_id__in=ids, role=Role.HOST).values_list(
        "community_id", "person_id"
    ):
        hosts.setdefault(community_id, []).append(host)
    return [place for place in places if hosts.get(place.pk) == [person_id]]


def left_without_host(actor: Actor) -> list[Community]:
    """Communities that the actor alone hosts and that others belong to, by name; two queries."""
    mine = [pk for pk, role in actor.roles.items() if role == Role.HOST]
    places = Community.objects.visible_to(actor).filter(pk__in=mine, archived_at=None, member_count__gt=1)
    return hosted_alone(actor.person_id or 0, list(places.order_by("name", "pk")))
