"""Rules about keeping somebody from writing for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.models.community import communities_with
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule

LONGEST: Final = timedelta(days=366)
"""Nothing lasts longer without being decided again."""


@rule
def restrict(actor: Actor, person_id: int, community: Community | None) -> Reason:
    """Hosts in their community, the operator everywhere; nobody themselves."""
    if actor.person_id is not None and actor.person_id == person_id:
        return _("You cannot decide about yourself.")
    if actor.is_system or actor.is_operator:
        return None
    if community is not None and community.pk in communities_with(actor, Capability.MODERATE):
        return None
    return (
        _("Only hosts can do this here.") if community is not None else _("Only the operator can do this everywhere.")
    )
