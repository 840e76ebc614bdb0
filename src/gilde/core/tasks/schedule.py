"""Tasks that come back: each waits in the queue as one row with its next moment, under its own unique key."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django_tasks.base import Task

from gilde.core.clock import now
from gilde.core.models.task import READY, QueuedTask
from gilde.core.tasks.backend import LeasedTask


@dataclass(frozen=True)
class Scheduled:
    """A task to run every so often, without arguments."""

    name: str
    every: timedelta
    task: LeasedTask[Any, Any]

    @property
    def key(self) -> str:
        """Its unique key in the queue."""
        return f"schedule:{self.name}"

    def next_after(self, moment: datetime) -> datetime:
        """The first moment after ``moment``. All workers agree; names are spread over the period."""
        every = int(self.every.total_seconds())
        offset = zlib.crc32(self.name.encode()) % every
        slot = (int(moment.timestamp()) - offset) // every + 1
        return datetime.fromtimestamp(slot * every + offset, UTC)


_scheduled: dict[str, Scheduled] = {}


def register_schedule(name: str, *, every: timedelta, task: Task[Any, Any]) -> None:
    """Let a room's manifest have ``task`` run every so often; whole seconds, at least one."""
    if not isinstance(task, LeasedTask):
        raise TypeError("Only a task declared with django_tasks.task can come back.")
    _scheduled[name] = Scheduled(name, max(every, timedelta(seconds=1)), task)


def plan() -> int:
    """Put what is not waiting in the queue at its next moment; returns how many. Only reads when all wait."""
    keys = {entry.key: entry for entry in _scheduled.values()}
    waiting = set(QueuedTask.objects.filter(state=READY, unique_key__in=keys).values_list("unique_key", flat=True))
    moment = now()
    missing = [entry for key, entry in keys.items() if key not in waiting]
    for entry in missing:
        entry.task.using(run_after=entry.next_after(moment), unique_key=entry.key).enqueue()
    return len(missing)
