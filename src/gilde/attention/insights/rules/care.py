"""Who may look after a community."""

from __future__ import annotations

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.rules.capability import may
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule


@rule
def look_after(actor: Actor, community: Community) -> Reason:
    """Hosts and facilitators, who decide on requests too."""
    return may.reason(actor, community, Capability.ADMIT) or None
