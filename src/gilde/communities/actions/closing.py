"""What becomes of invitations when somebody is taken out of a community or hosts it no longer.

The caller has locked the communities, as everybody does who reads an invitation to act on it.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from gilde.communities.enums import InvitationKind, Role, Verb
from gilde.communities.models import Community, Invitation, Membership
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now


def close_ways_back(*, actor: Actor, person_id: int, places: Collection[Community]) -> None:
    """Whoever was taken out of ``places`` finds the doors closed that were theirs: invitations by name, which would
    also keep telling them that a hidden place exists, and the links they made.

    A link that others made for many keeps working for others, and for this person no more:
    ``queries.invitation.was_removed_since``.
    """
    own = Q(kind=InvitationKind.MAIL) & (Q(invitee_id=person_id) | Q(used_by__person_id=person_id))
    made = Q(kind=InvitationKind.LINK, created_by_id=person_id)
    rows = Invitation.objects.filter(own | made, community__in=places, revoked_at=None).distinct()
    for row in rows.order_by("pk"):
        revoke_now(actor=actor, invitation=row)


def revoke_now(*, actor: Actor, invitation: Invitation) -> None:
    """Make it useless; the caller has asked its rule. Twice is once."""
    if Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=now()):
        activity.record(Verb.INVITATION_REVOKED, actor=actor, target=invitation, community=invitation.community_id)


def lower_invitations(membership: Membership) -> None:
    """Who is no host any more gives no roles any more: whoever they invited as host or facilitator comes in as a
    member."""
    if membership.role == Role.HOST:
        Invitation.objects.filter(
            community_id=membership.community_id,
            created_by_id=membership.person_id,
            role__in=[Role.HOST, Role.FACILITATOR],
            revoked_at=None,
        ).update(role=Role.MEMBER)
