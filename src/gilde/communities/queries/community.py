"""Lists of communities, and what their own page tells."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from gilde.communities.enums import CAPABILITIES, Capability, CommunityKind, Role
from gilde.communities.models import Community, Edge, Membership
from gilde.communities.queries.keyset import After
from gilde.core.actor import Actor
from gilde.people.enums import PersonState
from gilde.people.models.person import visible_q

PAGE = 20


@dataclass(frozen=True)
class Found:
    """A part of the list of communities."""

    rows: list[Community]
    after: str


def discover(actor: Actor, *, kind: str = "", language: str = "", words: str = "", after: After | None = None) -> Found:
    """Communities the actor may know and does not belong to, the liveliest first; one query."""
    rows = Community.objects.visible_to(actor).filter(archived_at=None).exclude(pk__in=list(actor.roles))
    if kind:
        rows = rows.filter(kind=kind)
    if language:
        rows = rows.filter(language=language)
    for word in words.split()[:5]:
        rows = rows.filter(Q(name__icontains=word) | Q(purpose__icontains=word))
    if after is not None:
        rows = rows.filter(after.older("last_activity_at"))
    found = list(rows.order_by("-last_activity_at", "-pk")[: PAGE + 1])
    more = len(found) > PAGE
    last = found[PAGE - 1] if more else None
    return Found(found[:PAGE], str(After(last.last_activity_at, last.pk)) if last else "")


def mine(actor: Actor) -> list[tuple[Community, int, str]]:
    """The actor's own communities as a tree: row, depth and role; one query. Archived ones stand at the end."""
    if not actor.roles:
        return []
    rows = list(Community.objects.filter(pk__in=list(actor.roles)).prefetch_related(None).order_by("name", "pk"))
    edges = Edge.objects.filter(child__in=list(actor.roles), parent__in=list(actor.roles)).order_by("position", "id")
    by_id = {row.pk: row for row in rows}
    below: dict[int, list[int]] = {}
    placed: set[int] = set()
    for parent, child in edges.values_list("parent_id", "child_id"):
        if child not in placed and parent in by_id and child in by_id and not by_id[child].is_archived:
            below.setdefault(parent, []).append(child)
            placed.add(child)
    tree: list[tuple[Community, int, str]] = []
    shown: set[int] = set()

    def grow(pk: int, depth: int) -> None:
        if pk in shown:
            return
        shown.add(pk)
        tree.append((by_id[pk], depth, actor.roles[pk]))
        for child in below.get(pk, []):
            grow(child, depth + 1)

    for row in sorted(rows, key=lambda item: item.is_archived):
        if row.pk not in placed:
            grow(row.pk, 0)
    return tree


@dataclass(frozen=True)
class Neighbour:
    """A community directly above or below another one."""

    edge_id: int
    community: Community
    required: bool


@dataclass(frozen=True)
class Surroundings:
    """The communities directly above and below, as far as the reader may know them."""

    parents: list[Neighbour]
    children: list[Neighbour]


def surroundings(actor: Actor, community: Community) -> Surroundings:
    """One query; archived children included."""
    known = Community.objects.visible_to(actor).values("pk")
    above = Edge.objects.filter(child=community, parent__in=known)
    below = Edge.objects.filter(parent=community, child__in=known)
    parents, children = [], []
    for edge in (above | below).select_related("parent", "child").order_by("position", "id"):
        if edge.parent_id == community.pk:
            children.append(Neighbour(edge.pk, edge.child, edge.required))
        else:
            parents.append(Neighbour(edge.pk, edge.parent, edge.required))
    return Surroundings(parents, children)


def leaders(actor: Actor, community: Community) -> list[Membership]:
    """Hosts, then facilitators, by name: known to whoever knows the community; one query.

    A visitor sees those whose profile is public.
    """
    rows = Membership.objects.filter(community=community, role__in=[Role.HOST, Role.FACILITATOR])
    if actor.person_id is None:
        rows = rows.filter(visible_q(actor, "person"))
    else:
        rows = rows.exclude(person__state__in=[PersonState.DEACTIVATED, PersonState.ERASED])
    found = rows.select_related("person").order_by("since", "pk")[:60]
    return sorted(found, key=lambda row: row.role != Role.HOST)


def places_to_grow(actor: Actor) -> list[Community]:
    """Communities under which the actor can start one, by name; one query."""
    ids = [pk for pk, role in actor.roles.items() if Capability.CONTRIBUTE in CAPABILITIES[Role(role)]]
    return list(Community.objects.filter(pk__in=ids, archived_at=None).order_by("name", "pk")) if ids else []


def kinds_there(actor: Actor) -> list[str]:
    """The kinds among the communities the actor may know, in the order of the list of kinds; one query."""
    there = set(
        Community.objects.visible_to(actor)
        .filter(archived_at=None)
        .order_by()
        .values_list("kind", flat=True)
        .distinct()
    )
    return [kind for kind in CommunityKind.values if kind in there]
