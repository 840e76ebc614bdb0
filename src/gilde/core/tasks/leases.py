"""The life of a queued task in the table: claimed with a lease, started, renewed, and ended.

Every change names the worker and the state it expects, so a worker that lost its lease (it was stopped, or its
machine slept) changes nothing any more. On PostgreSQL rows that another worker is claiming are skipped; on SQLite the
write gate lets one worker claim at a time.
"""

from __future__ import annotations

import random
import traceback
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from gilde.core.clock import now
from gilde.core.models.task import CLAIMED, READY, QueuedTask, TaskState

_LONGEST_WAIT: Final = 3600.0  # seconds between two attempts
_KEPT_ERRORS: Final = 3
_TRACE_LENGTH: Final = 4_000


def claim(worker: str, *, limit: int, lease: timedelta) -> list[int]:
    """Ids of up to ``limit`` tasks that are now this worker's until the lease ends, most urgent first.

    Looks without a transaction first, so that an idle worker writes nothing. No attempt is counted yet.
    """
    moment = now()
    if not _due(moment).exists() and not _abandoned(moment).exists():
        return []
    with transaction.atomic():
        rows = list(_abandoned(moment).select_for_update(skip_locked=True)[:limit])
        lost = [row for row in rows if row.attempts >= row.max_attempts]
        rows = [row for row in rows if row.attempts < row.max_attempts]
        for row in lost:
            _end(row, TaskState.DEAD, _error("WorkerLost", "The worker vanished in the middle of every attempt."))
        rows += list(_due(moment).select_for_update(skip_locked=True, of=("self",))[: limit - len(rows)])
        ids = [row.pk for row in rows]
        QueuedTask.objects.filter(pk__in=ids).update(
            state=TaskState.CLAIMED, worker=worker, lease_until=moment + lease, started_at=None
        )
    return ids


def _due(moment: datetime) -> QuerySet[QueuedTask]:
    """Tasks whose time has come, except those whose twin (same unique key) is being worked on."""
    twin = QueuedTask.objects.filter(state=CLAIMED, unique_key=OuterRef("unique_key"))
    return QueuedTask.objects.filter(~Exists(twin), state=READY, run_at__lte=moment).order_by(
        "-priority", "run_at", "id"
    )


def _abandoned(moment: datetime) -> QuerySet[QueuedTask]:
    """Tasks whose worker did not renew its lease."""
    return QueuedTask.objects.filter(state=CLAIMED, lease_until__lt=moment).order_by("lease_until", "id")


def start(pk: int, worker: str, *, lease: timedelta) -> QueuedTask | None:
    """Count an attempt and give the row, or None when the task is not this worker's any more."""
    moment = now()
    started = _mine([pk], worker).update(attempts=F("attempts") + 1, started_at=moment, lease_until=moment + lease)
    return QueuedTask.objects.get(pk=pk) if started else None


def start_alike(first: QueuedTask, among: Collection[int], *, limit: int, lease: timedelta) -> list[QueuedTask]:
    """Start up to ``limit`` of the claimed tasks ``among`` that call the same function as ``first`` for the first time.

    One that was tried before is left to be tried alone: it may be what made the others fail.
    """
    alike = QueuedTask.objects.filter(
        pk__in=among, worker=first.worker, state=TaskState.CLAIMED, started_at=None, function=first.function, attempts=0
    )
    numbers = list(alike.order_by("pk").values_list("pk", flat=True)[:limit])
    if not numbers:
        return []
    moment = now()
    alike.filter(pk__in=numbers).update(attempts=F("attempts") + 1, started_at=moment, lease_until=moment + lease)
    return list(QueuedTask.objects.filter(pk__in=numbers, worker=first.worker, started_at=moment).order_by("pk"))


def renew(pks: Collection[int], worker: str, *, lease: timedelta) -> bool:
    """Make the lease of these last again; False when one was lost."""
    return _mine(pks, worker).update(lease_until=now() + lease) == len(pks)


def give_back(pks: Collection[int], worker: str) -> None:
    """Return claimed tasks that were not started, for any worker to take at once."""
    for row in QueuedTask.objects.filter(pk__in=pks, worker=worker, state=TaskState.CLAIMED, started_at=None):
        _wait_again(row, run_at=row.run_at)


def succeed(row: QueuedTask, result: Any, *, with_it: Collection[QueuedTask] = ()) -> bool:
    """End the task well, and those done ``with_it``; False when a lease was lost meanwhile and somebody else has it."""
    rows = [row, *with_it]
    ended = _mine([each.pk for each in rows], row.worker).filter(attempts=row.attempts)
    return ended.update(state=TaskState.DONE, result=result, finished_at=now(), lease_until=None) == len(rows)


def fail(row: QueuedTask, error: BaseException) -> bool:
    """Write the error down and plan the next attempt; returns False when that was the last: the task is dead."""
    note = _error(f"{type(error).__module__}.{type(error).__qualname__}", _trace(error))
    if row.attempts >= row.max_attempts:
        _end(row, TaskState.DEAD, note)
        return False
    wait = min(row.backoff * 2 ** (row.attempts - 1), _LONGEST_WAIT) * random.uniform(0.75, 1.25)  # noqa: S311
    _wait_again(row, run_at=now() + timedelta(seconds=wait), error=note)
    return True


def _mine(pks: Collection[int], worker: str) -> QuerySet[QueuedTask]:
    return QueuedTask.objects.filter(pk__in=pks, worker=worker, state=TaskState.CLAIMED)


def _end(row: QueuedTask, state: TaskState, note: dict[str, str]) -> None:
    _mine([row.pk], row.worker).filter(attempts=row.attempts).update(
        state=state, finished_at=now(), lease_until=None, errors=[*row.errors, note][-_KEPT_ERRORS:]
    )


def _wait_again(row: QueuedTask, *, run_at: datetime, error: dict[str, str] | None = None) -> None:
    """Back to waiting; where another task with the same key waits already, that one does the work of both."""
    mine = _mine([row.pk], row.worker).filter(attempts=row.attempts)
    errors = [*row.errors, error][-_KEPT_ERRORS:] if error else row.errors
    try:
        with transaction.atomic():
            mine.update(state=TaskState.READY, worker="", lease_until=None, run_at=run_at, errors=errors)
    except IntegrityError:
        mine.update(state=TaskState.DONE, lease_until=None, finished_at=now(), errors=errors)


def _error(kind: str, trace: str) -> dict[str, str]:
    return {"type": kind, "trace": trace, "at": now().isoformat()}


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))[-_TRACE_LENGTH:].replace("\x00", "")
