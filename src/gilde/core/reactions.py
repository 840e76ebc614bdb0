"""Reacting to activities a moment after the answer.

What takes longer than a write may (finding who is concerned, indexing) subscribes with :func:`soon` instead of
:func:`gilde.core.activity.on`. However many rooms listen to an act, it costs the write one task.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum

from django_tasks import task

from gilde.core.activity import Subscriber, on
from gilde.core.models.activity import Activity

_reactions: dict[str, list[Subscriber]] = defaultdict(list)


def soon(*verbs: StrEnum) -> Callable[[Subscriber], Subscriber]:
    """Register a function that a task calls with each :class:`Activity` of these verbs, in the order of registering.

    It must be able to run twice for the same activity, and finds the world as it is by then.
    """

    def register(reaction: Subscriber) -> Subscriber:
        for verb in verbs:
            if reaction not in _reactions[verb.value]:
                _reactions[verb.value].append(reaction)
        on(*verbs)(_leave_to_a_task)
        return reaction

    return register


def _leave_to_a_task(activity: Activity) -> None:
    react.enqueue(activity.pk)


@task
def react(activity_id: int) -> None:
    """Call every reaction to one activity. One that fails keeps none of the others from their turn.

    Raises:
        ExceptionGroup: what went wrong, so that the task is tried again.
    """
    row = Activity.objects.filter(pk=activity_id).first()
    if row is None:
        return
    failed = []
    for reaction in _reactions[row.verb]:
        try:
            reaction(row)
        except Exception as problem:
            failed.append(problem)
    if failed:
        raise ExceptionGroup(f"Reactions to activity {activity_id} ({row.verb}) failed.", failed)
