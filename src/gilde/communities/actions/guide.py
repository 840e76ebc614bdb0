"""Saying what a community is for, for whom, and how often it comes together."""

from __future__ import annotations

from django.db import transaction

from gilde.communities.enums import Verb
from gilde.communities.models import Community
from gilde.communities.rules import community as rules
from gilde.core import activity
from gilde.core.actor import Actor


@transaction.atomic
def introduce(*, actor: Actor, community: Community, purpose: str, for_whom: str, rhythm: str) -> None:
    """Keep the three lines a newcomer reads first; the same again changes nothing.

    Raises:
        Refusal: the actor is no host.
    """
    rules.shape.require(actor, community)
    values = {"purpose": purpose, "for_whom": for_whom, "rhythm": rhythm}
    changed = sorted(name for name, value in values.items() if getattr(community, name) != value)
    if not changed:
        return
    Community.objects.filter(pk=community.pk).update(**values)
    for name, value in values.items():
        setattr(community, name, value)
    activity.record(
        Verb.COMMUNITY_CHANGED, actor=actor, target=community, community=community, data={"changed": changed}
    )
