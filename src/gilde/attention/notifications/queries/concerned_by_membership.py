"""Whom coming into a community and its agreements concern, one function per verb."""

from __future__ import annotations

from gilde.attention.notifications.enums import Reason
from gilde.attention.notifications.queries.told import Told, of
from gilde.communities.enums import CAPABILITIES, Capability, Role
from gilde.communities.enums import Verb as CommunityVerb
from gilde.communities.models import JoinRequest, Membership
from gilde.core.models import Activity


@of(CommunityVerb.JOIN_REQUESTED)
def _asking(activity: Activity, told: Told) -> None:
    admitting = [role for role in Role if Capability.ADMIT in CAPABILITIES[role]]
    if JoinRequest.objects.open().filter(pk=activity.target_id or 0).exists():
        deciding = Membership.objects.filter(community=activity.community_id, role__in=admitting)
        told.add(deciding.values_list("person_id", flat=True), Reason.ASKING)


@of(CommunityVerb.MEMBER_JOINED)
def _joined(activity: Activity, told: Told) -> None:
    if activity.actor_id not in {None, activity.data.get("person")}:  # somebody else let them in
        told.add([activity.data["person"]], Reason.WELCOME)


@of(CommunityVerb.ROLE_CHANGED)
def _role(activity: Activity, told: Told) -> None:
    told.add([activity.data["person"]], Reason.ROLE)


@of(CommunityVerb.CHARTER_PUBLISHED)
def _charter(activity: Activity, told: Told) -> None:
    members = Membership.objects.filter(community=activity.community_id)
    told.add(members.values_list("person_id", flat=True), Reason.CHARTER)
