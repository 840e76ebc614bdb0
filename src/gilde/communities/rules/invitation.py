"""Rules about inviting."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy

from gilde.communities.enums import Capability, InvitationKind, Role
from gilde.communities.models import Community, Invitation, InvitationBatch
from gilde.communities.queries.capability import can
from gilde.communities.rules.capability import may
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.rules import Reason, rule

A_DAY: Final = timedelta(days=1)
MAILS_A_DAY: Final = 200
"""Addresses that one person invites by hand in a day; lists from a file are for hosts and not counted."""

RESEND_AFTER: Final = timedelta(days=1)


@rule
def invite(actor: Actor, community: Community, role: str = Role.MEMBER) -> Reason:
    """``actor`` may invite people as ``role``; only who gives roles invites hosts and facilitators."""
    reason = may.reason(actor, community, Capability.INVITE)
    if reason:
        return reason
    if role in {Role.HOST, Role.FACILITATOR} and not can(actor, community, Capability.APPOINT):
        return gettext_lazy("Only hosts can invite someone as a host or facilitator.")
    return None


@rule
def invite_many(actor: Actor, community: Community, role: str = Role.MEMBER) -> Reason:
    """Lists of addresses are for who decides on coming in; members invite a few people by name."""
    return may.reason(actor, community, Capability.ADMIT) or invite.reason(actor, community, role) or None


@rule
def mail(actor: Actor, community: Community, addresses: int, role: str = Role.MEMBER) -> Reason:
    """``actor`` may mail so many addresses now; a day has its limit, so that nobody becomes a source of spam."""
    reason = invite.reason(actor, community, role)
    if reason:
        return reason
    today = Invitation.objects.filter(
        created_by_id=actor.person_id or 0, kind=InvitationKind.MAIL, batch__file_name="", created_at__gt=now() - A_DAY
    ).count()
    if today + addresses > MAILS_A_DAY:
        return gettext_lazy("You have invited a lot of people today. Continue tomorrow, or create a link to share.")
    return None


@rule
def revoke(actor: Actor, invitation: Invitation) -> Reason:
    """One's own, and all of them where one decides who comes in."""
    if actor.is_system or (actor.person_id is not None and invitation.created_by_id == actor.person_id):
        return None
    return may.reason(actor, invitation.community, Capability.ADMIT) or None


@rule
def resend(actor: Actor, invitation: Invitation) -> Reason:
    """Who may revoke it and may still invite here; an accepted one has done its work, and a withdrawn one is over."""
    reason = revoke.reason(actor, invitation) or invite.reason(actor, invitation.community, invitation.role)
    if reason:
        return reason
    if invitation.is_used_up:
        return gettext_lazy("This invitation has already been accepted.")
    if invitation.revoked_at is not None:
        return gettext_lazy("This invitation was withdrawn. Invite this person again: they get a new one.")
    if invitation.sent_at is not None and invitation.sent_at > now() - RESEND_AFTER:
        return gettext_lazy("This email was sent less than a day ago. Give it some time.")
    return None


@rule
def works(invitation: Invitation | None, used_before: bool = False, removed_since: bool = False) -> Reason:
    """The invitation still lets somebody in: never the same words as would tell that a place exists."""
    if invitation is None or invitation.revoked_at is not None or invitation.is_expired or removed_since:
        return no_longer_works()
    if invitation.is_used_up and not used_before:
        return no_longer_works()
    return None


def role_through(invitation: Invitation, used_before: bool) -> Role:
    """As what somebody comes in. Who comes back is a member: a role that was taken meanwhile is not given twice."""
    role = Role(invitation.role)
    return Role.MEMBER if used_before and role in {Role.HOST, Role.FACILITATOR} else role


def no_longer_works() -> Reason:
    """The one sentence for every invitation that does not work, whatever the cause."""
    return gettext_lazy("This invitation does not work (any more). Ask the person who invited you for a new one.")


@rule
def send(actor: Actor, batch: InvitationBatch) -> Reason:
    """The maker of a list sends it, or somebody else who decides on coming in."""
    return invite_many.reason(actor, batch.community, batch.role) or None
