"""The backend that ``settings.TASKS`` names, and the options that our tasks have beyond Django's."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ParamSpec, Self, TypeVar

from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from gilde.core.clock import now
from gilde.core.db.writing import insert, insert_soon
from gilde.core.models.task import READY, QueuedTask, TaskState
from gilde.core.tasks.alarm import ring

T = TypeVar("T")
P = ParamSpec("P")

_KEY_LENGTH = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedTask(Task[P, T]):
    """A task of the table queue.

    Attributes:
        max_attempts: starts before it is set aside as dead; twelve go on for some two and a half hours, so that what
            is away for an hour is waited for.
        backoff: seconds before the second attempt; doubles with each further one, at most an hour.
        unique: at most one waits for the same arguments; another one joins it.
        unique_key: the same for a key of your own, whatever the arguments.
        joined: up to so many calls that wait are one call, their lists put together. Such a task takes one list and is
            not unique; when a joint call fails, each is called by itself.
    """

    max_attempts: int = 12
    backoff: float = 5.0
    unique: bool = False
    unique_key: str = ""
    joined: int = 1

    def using(
        self,
        *,
        priority: int | None = None,
        queue_name: str | None = None,
        run_after: datetime | None = None,
        backend: str | None = None,
        unique_key: str | None = None,
    ) -> Self:
        """The same task with other defaults for one call."""
        given = {
            "priority": priority,
            "queue_name": queue_name,
            "run_after": run_after,
            "backend": backend,
            "unique_key": unique_key,
        }
        return replace(self, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]

    def key_for(self, args: list[Any], kwargs: dict[str, Any]) -> str | None:
        """The unique key of a call with these arguments, or None when calls may pile up."""
        if self.unique_key:
            return self.unique_key[:_KEY_LENGTH]
        if not self.unique:
            return None
        text = json.dumps([self.module_path, args, kwargs], sort_keys=True)
        return f"{self.module_path[-100:]}:{hashlib.sha256(text.encode()).hexdigest()[:32]}"


class TableBackend(BaseTaskBackend):
    """Keeps tasks as :class:`QueuedTask` rows in the default database."""

    task_class = LeasedTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[P, T], args: Any, kwargs: Any) -> TaskResult[T]:
        """Insert a row, or join the one that waits under the same unique key. Part of the caller's transaction."""
        self.validate_task(task)
        row = _row_for(task, args, kwargs)
        inserted = _insert(row)
        if inserted.run_at <= row.enqueued_at:
            ring()
        return _result(inserted, task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """What became of a task; kept for a day after it ended.

        Raises:
            TaskResultDoesNotExist: when there is no such task (any more).
        """
        row = QueuedTask.objects.filter(pk=int(result_id)).first() if result_id.isdigit() else None
        if row is None:
            raise TaskResultDoesNotExist(result_id)
        return _result(row, import_string(row.function))


def leave(task: Task[..., Any], *args: Any) -> None:
    """Enqueue a call that may pile up, without asking for its number: its row goes along with the commit.

    What every write on a hot path uses.

    Raises:
        TypeError: the task joins others under a key, for which one has to look.
    """
    row = _row_for(task, args, {})
    if row.unique_key is not None:
        raise TypeError("A task with a key is enqueued.")
    insert_soon(row)
    ring()


def _row_for(task: Task[..., Any], args: Any, kwargs: Any) -> QueuedTask:
    if not isinstance(task, LeasedTask):
        raise TypeError("Declare tasks with django_tasks.task, so that they know their options.")
    args, kwargs = normalize_json(list(args)), normalize_json(dict(kwargs))
    moment = now()
    return QueuedTask(
        function=task.module_path,
        args=args,
        kwargs=kwargs,
        queue_name=task.queue_name,
        priority=task.priority,
        unique_key=task.key_for(args, kwargs),
        enqueued_at=moment,
        run_at=max(task.run_after or moment, moment),
        max_attempts=task.max_attempts,
        backoff=task.backoff,
    )


def _insert(row: QueuedTask) -> QueuedTask:
    if row.unique_key is None:
        insert(row)
        return row
    for _ in range(3):
        waiting = QueuedTask.objects.filter(unique_key=row.unique_key, state=READY).first()
        if waiting is not None:
            if row.run_at < waiting.run_at:
                QueuedTask.objects.filter(pk=waiting.pk, state=READY).update(run_at=row.run_at)
                waiting.run_at = row.run_at
            return waiting
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            continue  # another process was quicker: join its task
        return row
    raise IntegrityError(f"The task with key {row.unique_key!r} could be neither joined nor inserted.")


def _result(row: QueuedTask, task: Task[Any, Any]) -> TaskResult[Any]:
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=str(row.pk),
        status=_status(row),
        enqueued_at=row.enqueued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        last_attempted_at=row.started_at,
        args=row.args,
        kwargs=row.kwargs,
        backend=task.backend,
        errors=[TaskError(exception_class_path=error["type"], traceback=error["trace"]) for error in row.errors],
        worker_ids=[row.worker or "-"] * row.attempts,
    )
    object.__setattr__(result, "_return_value", row.result)
    return result


def _status(row: QueuedTask) -> TaskResultStatus:
    if row.state == TaskState.DONE:
        return TaskResultStatus.SUCCESSFUL
    if row.state == TaskState.DEAD:
        return TaskResultStatus.FAILED
    if row.state == TaskState.CLAIMED and row.lease_until is not None:
        return TaskResultStatus.RUNNING
    return TaskResultStatus.READY


def result_of(row: QueuedTask, task: Task[Any, Any]) -> TaskResult[Any]:
    """The row in the words of Django's tasks, for a task that takes its context."""
    return _result(row, task)
