"""What a visitor sees at the door."""

from __future__ import annotations

from dataclasses import dataclass

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.dialogue.queries.stream import stream
from gilde.dialogue.queries.stream_row import StreamRow


@dataclass(frozen=True)
class Front:
    """Public communities and what is being said there."""

    communities: list[Community]
    rows: list[StreamRow]


def front(actor: Actor) -> Front:
    """The twelve public communities with the latest activity and the ten contributions on top of them."""
    places = list(
        Community.objects.visible_to(actor)
        .filter(audience=Audience.PUBLIC, archived_at__isnull=True)
        .order_by("-last_activity_at")[:12]
    )
    return Front(places, stream(actor, [place.pk for place in places], limit=10).rows)
