"""Work of insights after the answer. Each can run twice."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from gilde.attention.insights.actions import first_reply
from gilde.attention.insights.models import Pulse
from gilde.core.clock import now

_MOST = 2_000
_STALE = timedelta(hours=20)


@task(unique=True)
def measure(community_id: int) -> None:
    """Measure one community."""
    first_reply.measure(community_id)


@task
def measure_all() -> None:
    """Measure again what was measured before: the days that count move on, also where nothing happens."""
    rows = Pulse.objects.filter(measured_at__lt=now() - _STALE).order_by("measured_at")
    for number in rows.values_list("pk", flat=True)[:_MOST]:
        measure.enqueue(number)
