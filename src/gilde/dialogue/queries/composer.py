"""What the composer offers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from gilde.communities.enums import Capability
from gilde.communities.models import Behaviour, Community
from gilde.communities.queries.capability import can
from gilde.communities.queries.membership import reached
from gilde.core.actor import Actor
from gilde.dialogue.enums import ContributionKind

Ways = Callable[[Actor, Collection[int]], Mapping[int, str]]
_ways: list[Ways] = []


def register_ways(ways: Ways) -> None:
    """Let the room above that tells people say in a sentence, per community id, by which ways they hear."""
    _ways[:] = [ways]


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


def receivers(actor: Actor, places: Sequence[Community], kind: str) -> dict[int, int | None]:
    """Community id → how many people an announcement there reaches, without the one who writes; one query.

    Only an announcement is sent to people; for other kinds the answer is None and nothing is asked.
    """
    ids = [place.pk for place in places]
    if kind != ContributionKind.ANNOUNCEMENT:
        return dict.fromkeys(ids)
    return {**reached(actor, ids)}


def ways(actor: Actor, places: Sequence[Community], kind: str) -> Mapping[int, str]:
    """Community id → by which ways an announcement there reaches people, in words; empty for other kinds."""
    if kind != ContributionKind.ANNOUNCEMENT or not _ways:
        return {}
    return _ways[0](actor, [place.pk for place in places])
