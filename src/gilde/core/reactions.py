"""Reacting to activities a moment after the answer.

What takes longer than a write may (finding who is concerned, indexing) subscribes with :func:`soon` instead of
:func:`gilde.core.activity.on`. However many rooms listen to an act, it costs the write one task; when many acts wait,
one call reacts to all of them, which costs a fraction of one call each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum

from django_tasks import task

from gilde.core.activity import on
from gilde.core.models.activity import Activity
from gilde.core.tasks.backend import leave

Reaction = Callable[..., None]  # takes one or more activities
_reactions: dict[str, list[Reaction]] = defaultdict(list)


def soon(*verbs: StrEnum) -> Callable[[Reaction], Reaction]:
    """Register a function that a task calls with every :class:`Activity` of these verbs, one or more at a time, the
    oldest first.

    It must be able to run twice for the same activity, and finds the world as it is by then.
    """

    def register(reaction: Reaction) -> Reaction:
        for verb in verbs:
            if reaction not in _reactions[verb.value]:
                _reactions[verb.value].append(reaction)
        on(*verbs)(_leave_to_a_task)
        return reaction

    return register


def _leave_to_a_task(activity: Activity) -> None:
    leave(react, [activity.pk])


@task(joined=50)
def react(activities: list[int] | int) -> None:
    """Call every reaction to these activities. One that fails keeps none of the others from their turn.

    Args:
        activities: their numbers; a single one as the release before enqueued it.

    Raises:
        ExceptionGroup: what went wrong, so that the task is tried again.
    """
    numbers = [activities] if isinstance(activities, int) else activities
    turns: dict[Reaction, list[Activity]] = defaultdict(list)
    for row in Activity.objects.filter(pk__in=numbers).order_by("pk"):
        for reaction in _reactions[row.verb]:
            turns[reaction].append(row)
    failed = []
    for reaction, rows in turns.items():
        try:
            reaction(*rows)
        except Exception as problem:
            failed.append(problem)
    if failed:
        raise ExceptionGroup(f"Reactions to {len(numbers)} activities failed, {numbers[0]} among them.", failed)
