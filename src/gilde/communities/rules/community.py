"""Rules about founding, changing and archiving communities."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from django.utils.translation import gettext_lazy

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.queries.slug import RESERVED, is_taken
from gilde.communities.rules.capability import may, restricted
from gilde.core.actor import EVERYWHERE, Actor
from gilde.core.audience import Audience
from gilde.core.rules import Reason, rule

SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])\Z")
MOST_TEXT: Final = 20_000  # characters of welcome, first page and charter


@rule
def found(actor: Actor) -> Reason:
    """Every member of this installation may start a community: own initiative needs no permission (C12)."""
    if actor.is_system:
        return None
    if actor.person_id is not None:
        return restricted.reason(actor, EVERYWHERE) or None
    return gettext_lazy("Log in first, then you can start a community.")


@rule
def shape(actor: Actor, community: Community) -> Reason:
    """Hosts change how a community presents itself and who comes in how."""
    return may.reason(actor, community, Capability.SHAPE) or None


@rule
def slug(wanted: str, besides: Community | None = None) -> Reason:
    """``wanted`` can be an address: of the right form, not reserved, never used by another community."""
    if not SLUG.match(wanted) or "--" in wanted:
        return gettext_lazy("Use 2 to 60 lowercase letters, digits and single hyphens, for example “care-north”.")
    if wanted in RESERVED:
        return gettext_lazy("This address is reserved. Choose another one.")
    if is_taken(wanted, besides=besides):
        return gettext_lazy("This address is taken. Choose another one.")
    return None


@rule
def audience(wanted: int, inter_company: bool, organisations: Collection[int]) -> Reason:
    """A community has an audience, and one for certain organisations says which and is not public."""
    if wanted not in {Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY}:
        return gettext_lazy("Choose who sees this community.")
    if not inter_company:
        return None
    if wanted == Audience.PUBLIC:
        return gettext_lazy("A community for certain organisations cannot be public.")
    if not organisations:
        return gettext_lazy("Choose at least one organisation.")
    return None


@rule
def confidentiality(usual: int, widest: int) -> Reason:
    """What contributions usually are is at least as strict as what they may be."""
    levels = {Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY}
    if usual not in levels or widest not in levels:
        return gettext_lazy("Choose who reads contributions.")
    if usual < widest:
        return gettext_lazy("What is usual cannot be more open than what is allowed.")
    return None


@rule
def archive(actor: Actor, community: Community) -> Reason:
    """Hosts archive a community and open it again."""
    return may.reason(actor, community, Capability.ARCHIVE) or None
