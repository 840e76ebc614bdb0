"""What a person may do in a place, from the table in :data:`enums.CAPABILITIES`.

No right is inherited between communities. An archived community can be read and reopened, nothing else. Anyone reads
what is inside a public place. Members invite only where the community wants that.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from gilde.communities.enums import CAPABILITIES, Capability, RestrictionKind, Role
from gilde.communities.models import Community
from gilde.core.actor import EVERYWHERE, Actor, Restricted
from gilde.ui.times import day

# What is left of a role once its community is archived.
_ARCHIVED: Final = frozenset({Capability.READ, Capability.ARCHIVE})
# What somebody who can only reply does not do.
_BEGINNING: Final = frozenset({Capability.CONTRIBUTE, Capability.ANNOUNCE, Capability.INVITE})


def capabilities(actor: Actor, community: Community) -> frozenset[Capability]:
    """Everything ``actor`` may do in ``community``; no query, since an actor carries its roles."""
    if actor.is_system:
        return CAPABILITIES[Role.HOST]
    held: frozenset[Capability] = frozenset()
    role = actor.role_in(community.pk)
    if role is not None:
        held = CAPABILITIES[Role(role)]
        if role == Role.MEMBER and not community.members_invite:
            held -= {Capability.INVITE}
    for row in restrictions(actor, community.pk):
        held = held & {Capability.READ} if row.kind == RestrictionKind.READ_ONLY else held - _BEGINNING
    if community.is_public:
        held |= {Capability.READ}
    return held & _ARCHIVED if community.is_archived else held


def restrictions(actor: Actor, community_id: int) -> list[Restricted]:
    """What holds for the actor in this community now: its own restrictions and those of the installation."""
    return [*actor.restricted.get(community_id, ()), *actor.restricted.get(EVERYWHERE, ())]


def kept_from(actor: Actor, community_id: int) -> str:
    """What was decided that keeps the actor from writing here (with ``EVERYWHERE``, anywhere), or an empty string."""
    found = restrictions(actor, community_id)
    if not found:
        return ""
    until = {"until": day(max(row.until for row in found), year=True)}
    kinds = {row.kind for row in found}
    if RestrictionKind.REMOVED in kinds:
        return _("You cannot join here until %(until)s. “My reports” says why, and how to appeal.") % until
    if RestrictionKind.READ_ONLY in kinds:
        return _("You can read here, but not write until %(until)s. “My reports” says why, and how to appeal.") % until
    return (
        _("You can reply here, but not begin anything until %(until)s. “My reports” says why, and how to appeal.")
        % until
    )


def can(actor: Actor, community: Community, capability: Capability) -> bool:
    """Whether ``actor`` may do ``capability`` in ``community``."""
    return capability in capabilities(actor, community)
