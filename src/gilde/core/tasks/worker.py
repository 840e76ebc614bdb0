"""The task worker: claims what is due, runs it, and stays quiet when there is nothing."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import translation
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskContext
from django_tasks.utils import normalize_json

from gilde.core.models.task import QueuedTask
from gilde.core.tasks import leases, schedule
from gilde.core.tasks.alarm import Alarm
from gilde.core.tasks.backend import LeasedTask, result_of

logger = logging.getLogger("gilde.tasks")

LEASE: Final = timedelta(seconds=60)
_CLAIM: Final = 50  # tasks per claim; what waits behind a long one is given back
_BREATH: Final = 0.25  # seconds after something was done: what comes meanwhile is begun, and often done, together
_LONG_WAIT: Final = 2.0  # seconds between two looks when nobody rings: tasks that wait for their time wake nobody
_AWAY_WAIT: Final = 3.0  # after the database could not be reached
_SCHEDULE_EVERY: Final = 20.0  # between two looks at the schedule


class Worker:
    """One worker: one task at a time, in the thread that calls :meth:`work`."""

    def __init__(self, *, lease: timedelta = LEASE) -> None:
        self.name = f"{socket.gethostname()[:16]}-{os.getpid()}-{secrets.token_hex(3)}"
        self._lease = lease
        self._stopping = threading.Event()
        self._alarm = Alarm(self._stopping)
        self._guard = threading.Lock()
        self._claimed: deque[int] = deque()
        self._running: list[int] = []

    def stop(self) -> None:
        """Finish the task at hand, give back the others, and return from :meth:`work`."""
        self._stopping.set()

    def work(self) -> None:
        """Run tasks until :meth:`stop`."""
        beat = threading.Thread(target=self._heartbeat, name="heartbeat", daemon=True)
        beat.start()
        plans_at = 0.0
        try:
            while not self._stopping.is_set():
                try:
                    close_old_connections()
                    if time.monotonic() >= plans_at:
                        schedule.plan()
                        plans_at = time.monotonic() + _SCHEDULE_EVERY
                    started = self.work_once()
                    if not started:
                        self._alarm.wait(_LONG_WAIT)
                    elif started < _CLAIM:  # else more are waiting already
                        self._stopping.wait(_BREATH)
                except (DatabaseError, InterfaceError) as error:
                    logger.warning("The database cannot be reached: %s", error)
                    self._forget()
                    connection.close()
                    self._stopping.wait(_AWAY_WAIT)
        finally:
            self._stopping.set()
            self._give_back()
            beat.join(timeout=2)

    def work_once(self, *, limit: int = _CLAIM) -> int:
        """Claim tasks that are due and run them; returns how many were started."""
        with self._guard:
            self._claimed.extend(leases.claim(self.name, limit=limit, lease=self._lease))
        started = 0
        while not self._stopping.is_set():
            with self._guard:
                if not self._claimed:
                    break
                pk = self._claimed.popleft()
                self._running = [pk]
            try:
                row = leases.start(pk, self.name, lease=self._lease)
                if row is not None:
                    alike = self._start_alike(row)
                    started += 1 + len(alike)
                    _run(row, alike)
            finally:
                with self._guard:
                    self._running = []
        self._give_back()
        return started

    def _start_alike(self, row: QueuedTask) -> list[QueuedTask]:
        """Those of the claimed ones that are done in the same call as ``row``, now started."""
        most = _joined(row)
        if most == 1 or row.attempts > 1:
            return []
        with self._guard:
            alike = leases.start_alike(row, self._claimed, limit=most - 1, lease=self._lease)
            self._running += [each.pk for each in alike]
            self._claimed = deque(pk for pk in self._claimed if pk not in self._running)
        return alike

    def _heartbeat(self) -> None:
        """Renew the lease of the task at hand, and give back those that wait behind it: they need not."""
        while not self._stopping.wait(self._lease.total_seconds() / 3):
            with self._guard:
                running = list(self._running)
            if not running:
                continue
            try:
                close_old_connections()
                if not leases.renew(running, self.name, lease=self._lease):
                    with self._guard:
                        lost = self._running == running
                    if lost:
                        logger.warning("Task %d went on for longer than its lease; it may be done twice.", running[0])
                self._give_back()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("The lease of task %d could not be renewed: %s", running[0], error)
        connection.close()

    def _give_back(self) -> None:
        with self._guard:
            waiting = list(self._claimed)
            self._claimed.clear()
        if waiting:
            try:
                leases.give_back(waiting, self.name)
            except (DatabaseError, InterfaceError):
                logger.warning("%d tasks could not be given back; their lease will end.", len(waiting))

    def _forget(self) -> None:
        with self._guard:
            self._claimed.clear()
            self._running = []


def _joined(row: QueuedTask) -> int:
    """How many calls of this task may be one. A task that is gone from the code says so when it is run."""
    try:
        task = import_string(row.function)
    except ImportError:
        return 1
    return task.joined if isinstance(task, LeasedTask) else 1


def _run(row: QueuedTask, alike: Sequence[QueuedTask] = ()) -> None:
    """Run one started task, and those that are one call with it, and write down how it ended."""
    try:
        task: Task[Any, Any] = import_string(row.function)
        args = [TaskContext(task_result=result_of(row, task)), *row.args] if task.takes_context else row.args
        if alike:
            args = [[item for each in (row, *alike) for item in each.args[0]]]
        with translation.override(None):
            result = normalize_json(task.call(*args, **row.kwargs))
    except Exception as error:
        if alike:  # one of them is at fault: it must not keep the others waiting
            for each in (row, *alike):
                _run(each)
            return
        if leases.fail(row, error):
            logger.warning("Task %s #%d will be tried again: %r", row.function, row.pk, error)
        else:
            logger.exception("Task %s #%d is dead after %d attempts", row.function, row.pk, row.attempts)
        return
    if not leases.succeed(row, result, with_it=alike):
        logger.warning("Task %s #%d ended after its lease was lost.", row.function, row.pk)


def run() -> None:
    """Be a worker process until SIGTERM or SIGINT."""
    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.work()


def run_due(*, limit: int = 1_000) -> int:
    """Run everything that is due now, here, and return how many were started. For tests and commands."""
    worker, total = Worker(), 0
    while total < limit and (started := worker.work_once()):
        total += started
    return total
