"""What a role allows: the one table, and what a person may do in a place.

No right is inherited between communities. An archived community can be read and reopened, nothing else. Anyone reads
what is inside a public place. Members invite only where the community wants that.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gilde.communities.enums import Capability, Role
from gilde.communities.models import Community
from gilde.core.actor import Actor

_GUEST: Final = frozenset({Capability.READ, Capability.COMMENT})
_MEMBER: Final = _GUEST | {Capability.CONTRIBUTE, Capability.INVITE}
_FACILITATOR: Final = _MEMBER | {Capability.CURATE, Capability.ANNOUNCE, Capability.ADMIT}
_HOST: Final = _FACILITATOR | {Capability.SHAPE, Capability.APPOINT, Capability.ARCHIVE}

CAPABILITIES: Final[Mapping[Role, frozenset[Capability]]] = MappingProxyType(
    {Role.HOST: _HOST, Role.FACILITATOR: _FACILITATOR, Role.MEMBER: _MEMBER, Role.GUEST: _GUEST}
)
"""Role → what it allows. A member's ``INVITE`` also asks :attr:`Community.members_invite`."""

# What is left of a role once its community is archived.
_ARCHIVED: Final = frozenset({Capability.READ, Capability.ARCHIVE})


def capabilities(actor: Actor, community: Community) -> frozenset[Capability]:
    """Everything ``actor`` may do in ``community``; no query, since an actor carries its roles."""
    if actor.is_system:
        return _HOST
    held: frozenset[Capability] = frozenset()
    role = actor.role_in(community.pk)
    if role is not None:
        held = CAPABILITIES[Role(role)]
        if role == Role.MEMBER and not community.members_invite:
            held -= {Capability.INVITE}
    if community.is_public:
        held |= {Capability.READ}
    return held & _ARCHIVED if community.is_archived else held


def can(actor: Actor, community: Community, capability: Capability) -> bool:
    """Whether ``actor`` may do ``capability`` in ``community``."""
    return capability in capabilities(actor, community)
