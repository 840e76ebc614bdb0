"""Taking the list of members along."""

from __future__ import annotations

from django.db import transaction

from gilde.communities.enums import Capability, Verb
from gilde.communities.models import Community
from gilde.communities.rules.capability import may
from gilde.core import activity
from gilde.core.actor import Actor


@transaction.atomic
def note_export(*, actor: Actor, community: Community) -> None:
    """Write down that a host took the list of members along; members read that it happened.

    Raises:
        Refusal: the actor is no host here.
    """
    may.require(actor, community, Capability.AUDIT)
    activity.record(Verb.MEMBERS_EXPORTED, actor=actor, target=community, community=community)
