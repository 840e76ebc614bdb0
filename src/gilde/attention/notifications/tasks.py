"""Work of notifications after the answer."""

from __future__ import annotations

from django_tasks import task

from gilde.attention.notifications.actions.notice import spread
from gilde.core.models import Activity


@task
def tell_people(activity_id: int) -> None:
    """Tell everybody whom an act concerns."""
    activity = Activity.objects.filter(pk=activity_id).first()
    if activity is not None:
        spread(activity)
