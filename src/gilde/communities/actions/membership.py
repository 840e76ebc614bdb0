"""Coming in, going, and roles.

Counts are kept here, never counted on read. Whoever comes in or goes locks the communities first, so that a person is
counted once and a community keeps a host, however many requests arrive at the same instant.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from gilde.communities.actions.closing import close_ways_back, lower_invitations
from gilde.communities.enums import RequestState, Role, Verb
from gilde.communities.models import CharterAcceptance, Community, Invitation, JoinRequest, Membership
from gilde.communities.queries.graph import left_along, needed_above
from gilde.communities.queries.membership import hosted_alone
from gilde.communities.rules import membership as rules
from gilde.core import activity
from gilde.core.actor import SYSTEM, Actor
from gilde.core.clock import now
from gilde.people.enums import PersonState


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
        actor=actor, person_id=person_id, community=community, needed=needed, charters=charters, via={"way": "open"}
    )


def come_in(
    *,
    actor: Actor,
    person_id: int,
    community: Community,
    needed: Sequence[Community],
    role: Role = Role.MEMBER,
    charters: Collection[int],
    is_here: bool = True,
    via: Mapping[str, object],
) -> Membership:
    """The one way in, for joining, invitations and accepted requests; the caller has asked its own rule.

    A person who already belongs somewhere keeps their role there. In needed communities they become members.

    Args:
        actor: who does this.
        person_id: who comes in.
        community: where.
        needed: the communities that come with it.
        role: the role in ``community``.
        charters: ids of the charters this person accepted.
        is_here: whether the person comes in by their own act, and so must have accepted every charter in force. Who is
            let in by a host may have asked under an older one, and accepts before writing.
        via: how, for the log.

    Raises:
        Refusal: a charter in force was not accepted.
    """
    belongs = set(Membership.objects.filter(person_id=person_id).values_list("community_id", flat=True))
    places = [place for place in (community, *needed) if place.pk not in belongs]
    rules.let_in.require(person_id, places)
    if is_here:
        rules.charters_read.require(places, charters)
    Community.objects.locked([place.pk for place in places])
    for place in places:
        enrol(
            actor=actor,
            person_id=person_id,
            community=place,
            role=role if place.pk == community.pk else Role.MEMBER,
            charter_id=place.charter_id if place.charter_id in charters else None,
            via=via,
        )
    return Membership.objects.select_related("community").get(person_id=person_id, community=community)


@transaction.atomic
def enrol(
    *,
    actor: Actor,
    person_id: int,
    community: Community,
    role: Role = Role.MEMBER,
    charter_id: int | None = None,
    since: datetime | None = None,
    via: Mapping[str, object] | None = None,
) -> bool:
    """Put a person in a community, without asking a rule: founding, importing, and the last step of :func:`come_in`.

    Args:
        actor: who does this.
        person_id: who comes in.
        community: where.
        role: as what.
        charter_id: the charter this person accepted, if so.
        since: when, for imports; now otherwise.
        via: how, for the log.

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
    answered = JoinRequest.objects.open().filter(community=community, person_id=person_id)
    closed = answered.update(state=RequestState.ACCEPTED, decided_at=now(), decided_by_id=actor.person_id)
    if closed:
        Community.objects.filter(pk=community.pk).update(open_request_count=F("open_request_count") - closed)
    activity.record(
        Verb.MEMBER_JOINED,
        actor=actor,
        target=membership,
        community=community,
        data={"person": person_id, "role": str(role), **(via or {})},
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
    rules.leave.require(hosted_alone(person_id, places))
    left = []
    for membership in Membership.objects.filter(person_id=person_id, community__in=places).select_related("community"):
        _end(actor=actor, membership=membership, verb=Verb.MEMBER_LEFT)
        left.append(membership.community)
    return left


@transaction.atomic
def remove(*, actor: Actor, membership: Membership) -> None:
    """Take a person out of a community, and out of those below that need it. They come back as everybody comes in, or
    through an invitation from later.

    Raises:
        Refusal: the actor does not decide on this, or a community would stay without a host.
    """
    rules.remove.require(actor, membership)
    places = [membership.community, *left_along(membership.person_id, membership.community)]
    Community.objects.locked([place.pk for place in places])
    rules.let_go.require(actor, membership, hosted_alone(membership.person_id, places))
    for row in Membership.objects.filter(person_id=membership.person_id, community__in=places):
        _end(actor=actor, membership=row, verb=Verb.MEMBER_REMOVED)
    close_ways_back(actor=actor, person_id=membership.person_id, places=places)


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
    if membership.role != role:
        _give(actor=actor, membership=membership, role=role)
    return membership


def _give(*, actor: Actor, membership: Membership, role: Role) -> None:
    before = membership.role
    lower_invitations(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    activity.record(
        Verb.ROLE_CHANGED,
        actor=actor,
        target=membership,
        community=membership.community_id,
        data={"person": membership.person_id, "from": before, "to": str(role)},
    )


@transaction.atomic
def end_all(*, person_id: int) -> None:
    """Take a person who was erased out of every community, with their requests and invitations.

    Where they were the only host, the facilitator who is there longest, or else the member who is, becomes host: a
    community does not die with an account.
    """
    mine = list(Membership.objects.filter(person_id=person_id).order_by("community_id"))
    waiting = list(JoinRequest.objects.open().filter(person_id=person_id).values_list("community_id", flat=True))
    places = Community.objects.locked([*(row.community_id for row in mine), *waiting])
    alone = hosted_alone(person_id, list(places.values()))
    for row in mine:
        _end(actor=SYSTEM, membership=row, verb=Verb.MEMBER_LEFT)
    for place in alone:
        heir = (
            Membership.objects.filter(community=place, role__in=[Role.FACILITATOR, Role.MEMBER])
            .filter(person__state=PersonState.ACTIVE, person__account__isnull=False)
            .order_by("role", "since", "pk")  # "facilitator" sorts before "member"
            .first()
        )
        if heir is not None:
            _give(actor=SYSTEM, membership=heir, role=Role.HOST)
    JoinRequest.objects.filter(person_id=person_id).delete()
    for community_id in waiting:
        Community.objects.filter(pk=community_id).update(open_request_count=F("open_request_count") - 1)
    Invitation.objects.filter(invitee_id=person_id).delete()


@transaction.atomic
def count_again(*, person_id: int) -> None:
    """Set the number of members right wherever this person belongs, after two of their memberships became one."""
    mine = Membership.objects.filter(person_id=person_id).values_list("community_id", flat=True)
    for community_id in Community.objects.locked(sorted(mine)):
        members = Membership.objects.filter(community_id=community_id).count()
        Community.objects.filter(pk=community_id).update(member_count=members)


def _end(*, actor: Actor, membership: Membership, verb: Verb) -> None:
    data: Mapping[str, object] = {"person": membership.person_id, "role": membership.role}
    activity.record(verb, actor=actor, target=membership, community=membership.community_id, data=data)
    lower_invitations(membership)
    gone, _models = Membership.objects.filter(pk=membership.pk).delete()
    if gone:
        Community.objects.filter(pk=membership.community_id).update(member_count=F("member_count") - 1)
