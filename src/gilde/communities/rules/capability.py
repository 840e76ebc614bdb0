"""What a role allows: the question that every other rule of a place asks, with its reasons.

The table itself is :data:`enums.CAPABILITIES`, because rows and reads need it too; it is offered here as well.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import CAPABILITIES, Capability, Role
from gilde.communities.models import Community
from gilde.communities.queries.capability import can, capabilities, kept_from
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule

__all__ = ["CAPABILITIES", "can", "capabilities", "may", "restricted"]

_ASKS_FOR = {
    Capability.INVITE: _("In this community the hosts and facilitators invite people."),
    Capability.CURATE: _("Only hosts and facilitators can do this here."),
    Capability.ANNOUNCE: _("Only hosts and facilitators can make an announcement here."),
    Capability.ADMIT: _("Only hosts and facilitators decide who can join."),
    Capability.SHAPE: _("Only hosts can change how this community presents itself."),
    Capability.APPOINT: _("Only hosts can change roles."),
    Capability.ARCHIVE: _("Only hosts can archive or reopen this community."),
    Capability.MODERATE: _("Only hosts can handle reports."),
    Capability.AUDIT: _("Only hosts can read the log."),
}


@rule
def restricted(actor: Actor, community_id: int) -> Reason:
    """Nothing was decided that keeps ``actor`` from writing here (or, with ``EVERYWHERE``, anywhere)."""
    return kept_from(actor, community_id) or None


@rule
def may(actor: Actor, community: Community, capability: Capability) -> Reason:
    """``actor`` may do ``capability`` in ``community``; the reason says what is in the way."""
    if can(actor, community, capability):
        return None
    if community.is_archived and actor.role_in(community.pk) is not None and capability != Capability.ARCHIVE:
        return _("This community is archived: you can read it, but not change anything.")
    if actor.is_visitor:
        return _("Log in and join this community first.")
    reason = restricted.reason(actor, community.pk)
    if reason:
        return reason
    role = actor.role_in(community.pk)
    if role is None:
        return _("Join this community first.")
    if role == Role.GUEST and capability in CAPABILITIES[Role.MEMBER]:
        return _("As a guest you can read and reply here. Ask a host to make you a member.")
    return _ASKS_FOR.get(capability, _("You cannot do this here."))
