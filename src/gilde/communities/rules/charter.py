"""Rules about the charter: whoever writes in a community accepted what it agreed on."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from gilde.communities.models import Community, Membership
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule


@rule
def charter_current(actor: Actor, community: Community) -> Reason:
    """``actor`` accepted the charter in force. One query, none where there is no charter; asked before writing.

    People who do not belong to the community are left to :data:`rules.capability.may`.
    """
    if actor.person_id is None or community.charter_id is None or actor.role_in(community.pk) is None:
        return None
    seen = (
        Membership.objects.filter(community=community, person_id=actor.person_id)
        .values_list("charter_seen_id", flat=True)
        .first()
    )
    return None if community.is_charter_current(seen) else charter_reason(community)


def charter_reason(community: Community) -> str:
    """The sentence, with a link, for a member who has not accepted the charter in force."""
    return format_html(
        gettext(
            'The agreements of this community are new or have changed. <a href="{}">Read and accept them</a>, '
            "then you can write."
        ),
        reverse("communities:charter", args=[community.slug]),
    )


@rule
def accept(actor: Actor, community: Community, charter_id: int) -> Reason:
    """Members accept the version that is in force, not one that was replaced while they read."""
    if actor.person_id is None or actor.role_in(community.pk) is None:
        return gettext("You accept the agreements when you join.")
    if community.charter_id is None or community.charter_id != charter_id:
        return gettext("The agreements changed while you were reading. Please read them again.")
    return None
