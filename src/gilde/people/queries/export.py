"""One's own exports."""

from __future__ import annotations

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.people.enums import ExportState
from gilde.people.models import Export

SHOWN = 5


def own_exports(actor: Actor) -> list[Export]:
    """The latest ones, newest first."""
    return list(Export.objects.visible_to(actor).order_by("-pk")[:SHOWN])


def ready_export(actor: Actor, pk: int) -> Export | None:
    """One that can be downloaded now, or None."""
    return Export.objects.visible_to(actor).filter(pk=pk, state=ExportState.READY, expires_at__gt=now()).first()
