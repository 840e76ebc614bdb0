"""What the composer offers."""

from __future__ import annotations

from collections.abc import Sequence

from gilde.communities.enums import Capability
from gilde.communities.models import Behaviour, Community
from gilde.communities.queries.capability import can
from gilde.core.actor import Actor
from gilde.dialogue.enums import ContributionKind


def places_for(actor: Actor, kind: str) -> list[Community]:
    """The communities where ``actor`` may contribute this kind, by name; one query."""
    wanted = Capability.ANNOUNCE if kind == ContributionKind.ANNOUNCEMENT else Capability.CONTRIBUTE
    mine = Community.objects.filter(pk__in=list(actor.roles)).order_by("name")
    return [place for place in mine if can(actor, place, wanted)]


def behaviours_in(actor: Actor, places: Sequence[Community]) -> list[Behaviour]:
    """Behaviours of open ambitions in these places, which a contribution can name; one query."""
    return list(
        Behaviour.objects.visible_to(actor)
        .filter(
            ambition__community__in=[place.pk for place in places],
            dropped_at__isnull=True,
            ambition__closed_at__isnull=True,
        )
        .select_related("ambition")[:100]
    )


def receivers(place: Community) -> int:
    """How many people an announcement in ``place`` reaches: its members without the one who writes."""
    return max(0, place.member_count - 1)
