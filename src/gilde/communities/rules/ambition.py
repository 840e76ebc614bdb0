"""Rules about the shared ambition."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from gilde.communities.enums import Capability
from gilde.communities.models import Ambition, Community, Result
from gilde.communities.queries.capability import can
from gilde.communities.rules.capability import may
from gilde.communities.rules.charter import charter_current
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule


@rule
def share(actor: Actor, community: Community) -> Reason:
    """Hosts write down the ambition and the behaviours; who else wants to change it says so in the dialogue."""
    return may.reason(actor, community, Capability.SHAPE) or None


@rule
def report(actor: Actor, ambition: Ambition) -> Reason:
    """Whoever contributes here may report a result: it becomes visible where it happens."""
    reason = may.reason(actor, ambition.community, Capability.CONTRIBUTE)
    if reason:
        return reason
    if ambition.closed_at is not None:
        return gettext_lazy("This ambition is closed. Its results stay readable.")
    return charter_current.reason(actor, ambition.community) or None


@rule
def remove_result(actor: Actor, result: Result) -> Reason:
    """Who reported a result, or a host, may take it away."""
    community = result.ambition.community
    if can(actor, community, Capability.SHAPE):
        return None
    if actor.person_id is not None and result.reported_by_id == actor.person_id:
        return may.reason(actor, community, Capability.CONTRIBUTE) or None
    return gettext_lazy("Only the person who reported this result, or a host, can remove it.")
