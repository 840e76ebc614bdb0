"""Rules about coming in, going and roles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum, auto

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gilde.communities.enums import Capability, Joining, RestrictionKind, Role
from gilde.communities.models import Community, Membership, Restriction
from gilde.communities.queries.capability import restrictions
from gilde.communities.rules.capability import may, restricted
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule


class Way(Enum):
    """How somebody comes in."""

    SELF = auto()  # walked in by themselves
    VOUCHED = auto()  # invited, or let in by somebody who decides on that


@rule
def belong(actor: Actor) -> Reason:
    """Only persons belong to communities: visitors and acts of the machine do not."""
    return None if actor.person_id is not None else gettext_lazy("Log in first, then you can join.")


def person(actor: Actor) -> int:
    """The id of the person behind ``actor``.

    Raises:
        Refusal: a visitor, or an account without a person.
    """
    belong.require(actor)
    return actor.person_id or 0  # never 0: the rule above saw it


@rule
def join(actor: Actor, community: Community, needed: Sequence[Community] = (), way: Way = Way.SELF) -> Reason:
    """``actor`` may come into ``community`` and into the communities it needs.

    Args:
        actor: who comes in.
        community: the place.
        needed: what one joins together with it (``queries.graph.needed_above``).
        way: by themselves, or vouched for by an invitation or a decision of a host.
    """
    if actor.person_id is None and not actor.is_system:
        return gettext_lazy("Log in first, then you can join.")
    if actor.role_in(community.pk) is not None:
        return None
    reason = _door(actor, community, way)
    if reason is not None:
        return reason
    for parent in needed:
        if actor.role_in(parent.pk) is None and _door(actor, parent, way) is not None:
            return _parent_closed(actor, parent)
    return None


def _door(actor: Actor, community: Community, way: Way) -> Reason:
    if community.is_archived:
        return gettext_lazy("This community is archived: nobody can join any more.")
    if any(row.kind == RestrictionKind.REMOVED for row in restrictions(actor, community.pk)):
        return restricted.reason(actor, community.pk)
    if way is Way.VOUCHED or actor.is_system:
        return None
    if community.inter_company and not _affiliated(actor, community):
        return gettext_lazy("This community is for people from certain organisations. Ask a host for an invitation.")
    if community.joining == Joining.REQUEST:
        return gettext_lazy("In this community the hosts decide who joins. Send them a request.")
    if community.joining == Joining.INVITATION or community.is_hidden:
        return gettext_lazy("You need an invitation to join this community. Ask a host or a member to invite you.")
    return None


def _affiliated(actor: Actor, community: Community) -> bool:
    return bool(actor.organisations) and community.organisations.filter(pk__in=list(actor.organisations)).exists()


def _parent_closed(actor: Actor, parent: Community) -> str:
    if parent.is_archived:
        return _("This community belongs to one that is archived, so nobody can join it now.")
    if not Community.objects.visible_to(actor).filter(pk=parent.pk).exists():
        return _("Everyone who joins here also joins a closed community. Ask a host for an invitation.")
    if parent.joining == Joining.REQUEST:
        return _(
            "Everyone who joins here also joins “%(name)s”, where the hosts decide. Ask to join that one first."
        ) % {"name": parent.name}
    return _(
        "Everyone who joins here also joins “%(name)s”, and that takes an invitation. Ask a host to invite you."
    ) % {"name": parent.name}


@rule
def let_in(person_id: int, communities: Sequence[Community]) -> Reason:
    """Nobody lets in who was removed from one of ``communities`` for a time that has not passed."""
    places = [community.pk for community in communities]
    if Restriction.objects.holding().filter(person_id=person_id, community_id__in=places, kind="removed").exists():
        return gettext_lazy("This person was removed for a while. They can join when that time has passed.")
    return None


@rule
def charters_read(communities: Sequence[Community], accepted: Collection[int]) -> Reason:
    """Every charter in force among ``communities`` was accepted in the version that holds now."""
    if all(community.charter_id is None or community.charter_id in accepted for community in communities):
        return None
    return gettext_lazy("Read the agreements and tick the box to accept them. Then you can join.")


@rule
def leave(hosted_alone: Sequence[Community]) -> Reason:
    """Nobody leaves a living community without a host; ``hosted_alone`` are those they would."""
    for community in hosted_alone:
        if not community.is_archived:
            return _("You are the only host of “%(name)s”. Make someone else a host first, or archive it.") % {
                "name": community.name
            }
    return None


@rule
def let_go(actor: Actor, membership: Membership, hosted_alone: Sequence[Community]) -> Reason:
    """Nobody takes the only host out of a living community, also when that is one within theirs; ``hosted_alone`` are
    those that would stay without. One that ``actor`` may not know is not named."""
    living = [place for place in hosted_alone if not place.is_archived]
    if not living:
        return None
    person = {"person": membership.person.name}
    known = Community.objects.visible_to(actor).filter(pk__in=[place.pk for place in living])
    named = None if actor.is_system else known.order_by("name", "pk").first()
    if named is None:
        return (
            _(
                "%(person)s is the only host of a community that you do not see. "
                "They make someone else a host there first."
            )
            % person
        )
    return _("%(person)s is the only host of “%(name)s”. They make someone else a host there first, or archive it.") % {
        **person,
        "name": named.name,
    }


@rule
def remove(actor: Actor, membership: Membership) -> Reason:
    """Hosts and facilitators remove members; a host can only be removed by a host."""
    if membership.person_id == actor.person_id:
        return gettext_lazy("To leave yourself, choose “Leave”.")
    needed = Capability.APPOINT if membership.role == Role.HOST else Capability.ADMIT
    return may.reason(actor, membership.community, needed) or None


@rule
def appoint(actor: Actor, membership: Membership, role: str, hosts: int) -> Reason:
    """Hosts give and take roles; the last of the ``hosts`` stays host until there is another."""
    reason = may.reason(actor, membership.community, Capability.APPOINT)
    if reason:
        return reason
    if membership.role == Role.HOST and role != Role.HOST and hosts <= 1:
        return gettext_lazy("A community needs at least one host. Make someone else a host first.")
    return None
