"""Who reads the log of what happened."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.models.community import communities_with
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule


@rule
def read(actor: Actor, community: Community | None) -> Reason:
    """Hosts that of their community; the operator that of the whole installation (``community`` is None)."""
    if actor.is_system:
        return None
    if actor.person_id is None:
        return _("Log in first.")
    if community is None:
        return None if actor.is_operator else _("Only the operator can read the log of everything.")
    return None if community.pk in communities_with(actor, Capability.AUDIT) else _("Only hosts can read the log.")
