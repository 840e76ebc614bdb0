"""Who may switch ready rules on and off."""

from __future__ import annotations

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.rules.capability import may
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule


@rule
def switch(actor: Actor, community: Community) -> Reason:
    """Hosts: it happens in their name."""
    return may.reason(actor, community, Capability.SHAPE) or None
