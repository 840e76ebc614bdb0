"""What stands beside the stream at home: places to join, and who is new in one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from gilde.communities.enums import Joining, RequestState
from gilde.communities.models import Community, JoinRequest, Membership
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.dialogue.queries.person import PersonRow, person_row

_NEW_FOR: Final = timedelta(days=30)
_PLACES: Final = 3
_PEOPLE: Final = 5


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who came in lately, and where."""

    person: PersonRow
    place: str


def joinable(actor: Actor) -> list[Community]:
    """Three living communities that ``actor`` can ask to join and did not ask yet, the liveliest first; one query."""
    asked = JoinRequest.objects.filter(person_id=actor.person_id or 0, state=RequestState.OPEN).values("community_id")
    return list(
        Community.objects.visible_to(actor)
        .filter(archived_at__isnull=True)
        .exclude(joining=Joining.INVITATION)
        .exclude(pk__in=list(actor.roles))
        .exclude(pk__in=asked)
        .order_by("-last_activity_at", "-pk")[:_PLACES]
    )


def newcomers(actor: Actor) -> list[Newcomer]:
    """The five people who came last into the actor's communities, this month, each once; one query."""
    rows = (
        Membership.objects.visible_to(actor)
        .filter(community_id__in=list(actor.roles), since__gt=now() - _NEW_FOR)
        .exclude(person_id=actor.person_id or 0)
        .select_related("person", "community")
        .order_by("-since", "-pk")[: _PEOPLE * 3]
    )
    found: dict[int, Newcomer] = {}
    for row in rows:
        found.setdefault(row.person_id, Newcomer(person_row(row.person), row.community.name))
    return list(found.values())[:_PEOPLE]
