"""Coming in, going, and roles.

Counts are kept here, never counted on read. Whoever comes in or goes locks the communities first, so that a person is
counted once and a community keeps a host, however many requests arrive at the same instant.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from gilde.communities.enums import RequestState, Role, Verb
from gilde.communities.models import CharterAcceptance, Community, JoinRequest, Membership
from gilde.communities.queries.graph import left_along, needed_above
from gilde.communities.rules import membership as rules
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now


@transaction.atomic
def join(*, actor: Actor, community: Community, charters: Collection[int] = ()) -> Membership:
    """Walk in: ``actor`` becomes a member of ``community`` and of the communities it needs. Twice is once.

    Args:
        actor: who joins.
        community: where.
        charters: ids of the charters that were shown and accepted.

    Raises:
        Refusal: not open to this person, or a charter in force was not accepted.
    """
    person_id = rules.person(actor)
    needed = needed_above(community)
    rules.join.require(actor, community, needed)
    return come_in(
        actor=actor, person_id=person_id, community=community, needed=needed, role=Role.MEMBER, charters=charters
    )


def come_in(
    *,
    actor: Actor,
    person_id: int,
    community: Community,
    needed: Sequence[Community],
    role: Role,
    charters: Collection[int] | None,
) -> Membership:
    """The one way in, for joining, invitations and accepted requests; the caller has asked its own rule.

    A person who already belongs somewhere keeps their role there. In needed communities they become members.

    Args:
        actor: who does this.
        person_id: who comes in.
        community: where.
        needed: the communities that come with it.
        role: the role in ``community``.
        charters: ids of the accepted charters; None when the person is not here to accept (a host lets them in),
            who then accepts before writing.
    """
    belongs = set(Membership.objects.filter(person_id=person_id).values_list("community_id", flat=True))
    places = [place for place in (community, *needed) if place.pk not in belongs]
    if charters is not None:
        rules.charters_read.require(places, charters)
    for place in places:
        seen = place.charter_id if charters is not None and place.charter_id in charters else None
        enrol(
            actor=actor,
            person_id=person_id,
            community=place,
            role=role if place.pk == community.pk else Role.MEMBER,
            charter_id=seen,
        )
    return Membership.objects.get(person_id=person_id, community=community)


@transaction.atomic
def enrol(
    *,
    actor: Actor,
    person_id: int,
    community: Community,
    role: Role = Role.MEMBER,
    charter_id: int | None = None,
    since: datetime | None = None,
) -> bool:
    """Put a person in a community, without asking a rule: founding, importing, and the last step of :func:`come_in`.

    Returns:
        whether the person is new there; who already belonged keeps their role.
    """
    Community.objects.locked([community.pk])
    membership, created = Membership.objects.get_or_create(
        person_id=person_id,
        community=community,
        defaults={"role": role, "charter_seen_id": charter_id, "since": since or now()},
    )
    if not created:
        return False
    Community.objects.filter(pk=community.pk).update(member_count=F("member_count") + 1)
    if charter_id is not None:
        CharterAcceptance.objects.get_or_create(charter_id=charter_id, person_id=person_id)
    closed = JoinRequest.objects.filter(community=community, person_id=person_id, state=RequestState.OPEN).update(
        state=RequestState.ACCEPTED, decided_at=now(), decided_by_id=actor.person_id
    )
    if closed:
        Community.objects.filter(pk=community.pk).update(open_request_count=F("open_request_count") - closed)
    activity.record(
        Verb.MEMBER_JOINED,
        actor=actor,
        target=membership,
        community=community,
        data={"person": person_id, "role": role.value},
    )
    return True


@transaction.atomic
def leave(*, actor: Actor, community: Community) -> Sequence[Community]:
    """Go, from ``community`` and from every community of the actor that needs it. Twice is once.

    Returns:
        the communities that were left.

    Raises:
        Refusal: one of them would stay without a host.
    """
    person_id = rules.person(actor)
    places = [community, *left_along(person_id, community)]
    Community.objects.locked([place.pk for place in places])
    rules.leave.require(_hosted_alone(person_id, places))
    left = []
    for membership in Membership.objects.filter(person_id=person_id, community__in=places).select_related("community"):
        _end(actor=actor, membership=membership, verb=Verb.MEMBER_LEFT)
        left.append(membership.community)
    return left


@transaction.atomic
def remove(*, actor: Actor, membership: Membership) -> None:
    """Take a person out of a community, and out of those below that need it.

    Raises:
        Refusal: the actor does not decide on this, or a community would stay without a host.
    """
    rules.remove.require(actor, membership)
    places = [membership.community, *left_along(membership.person_id, membership.community)]
    Community.objects.locked([place.pk for place in places])
    rules.leave.require(_hosted_alone(membership.person_id, places))
    for row in Membership.objects.filter(person_id=membership.person_id, community__in=places):
        _end(actor=actor, membership=row, verb=Verb.MEMBER_REMOVED)


@transaction.atomic
def appoint(*, actor: Actor, membership: Membership, role: Role) -> Membership:
    """Give a member another role.

    Raises:
        Refusal: the actor does not give roles here, or the last host would go.
    """
    Community.objects.locked([membership.community_id])
    membership.refresh_from_db(fields=["role"])
    hosts = Membership.objects.filter(community_id=membership.community_id, role=Role.HOST).count()
    rules.appoint.require(actor, membership, role, hosts)
    before = membership.role
    if before == role:
        return membership
    membership.role = role
    membership.save(update_fields=["role"])
    activity.record(
        Verb.ROLE_CHANGED,
        actor=actor,
        target=membership,
        community=membership.community_id,
        data={"person": membership.person_id, "from": before, "to": role.value},
    )
    return membership


def _hosted_alone(person_id: int, places: Sequence[Community]) -> list[Community]:
    """Of ``places``, those where this person is the only host."""
    ids = [place.pk for place in places]
    hosts: dict[int, list[int]] = {}
    for community_id, host in Membership.objects.filter(community_id__in=ids, role=Role.HOST).values_list(
        "community_id", "person_id"
    ):
        hosts.setdefault(community_id, []).append(host)
    return [place for place in places if hosts.get(place.pk) == [person_id]]


def _end(*, actor: Actor, membership: Membership, verb: Verb) -> None:
    data: Mapping[str, object] = {"person": membership.person_id, "role": membership.role}
    activity.record(verb, actor=actor, target=membership, community=membership.community_id, data=data)
    gone, _models = Membership.objects.filter(pk=membership.pk).delete()
    if gone:
        Community.objects.filter(pk=membership.community_id).update(member_count=F("member_count") - 1)
