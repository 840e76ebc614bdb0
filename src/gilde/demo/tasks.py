"""What is done a moment after the demo was loaded."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from gilde.attention.notifications.actions.notice import look
from gilde.attention.notifications.models import Notice
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for


@task
def look_at_the_bell(person_id: int, until: str) -> None:
    """This person has seen what the bell said up to ``until`` (ISO 8601): nobody comes home to three months of it.

    The bell is filled by the tasks of the acts, which were enqueued before this one.
    """
    person = Person.objects.get(pk=person_id)
    rows = Notice.objects.filter(person=person, at__lte=datetime.fromisoformat(until)).unread()
    look(actor=actor_for(person), notices=list(rows.values_list("pk", flat=True)))
