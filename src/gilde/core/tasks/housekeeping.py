"""What the house does for itself while nobody looks."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django_tasks import task

from gilde.core.clock import now
from gilde.core.files.cleanup import clean_up
from gilde.core.files.words import read_what_was_not
from gilde.core.models.limit import CachedValue, Limit
from gilde.core.models.signal import Signal
from gilde.core.models.task import QueuedTask, TaskState
from gilde.core.tasks.schedule import register_schedule

_DONE_KEPT = timedelta(days=1)
_DEAD_KEPT = timedelta(days=90)
_SIGNALS_KEPT = timedelta(hours=1)


@task
def tidy_rows() -> None:
    """Remove what has run out: limits, shared cache, sessions, tasks that are over, signals."""
    moment = now()
    Limit.objects.filter(expires_at__lt=int(moment.timestamp())).delete()
    CachedValue.objects.filter(expires__lt=moment).delete()
    Session.objects.filter(expire_date__lt=moment).delete()
    QueuedTask.objects.filter(state=TaskState.DONE, finished_at__lt=moment - _DONE_KEPT).delete()
    QueuedTask.objects.filter(state=TaskState.DEAD, finished_at__lt=moment - _DEAD_KEPT).delete()
    Signal.objects.filter(at__lt=moment - _SIGNALS_KEPT).delete()


@task
def tidy_files() -> None:
    """Remove uploads that nobody tied to anything, and bytes without a row."""
    clean_up()


def register() -> None:
    """Called once, when Django is ready."""
    register_schedule("core.tidy_rows", every=timedelta(hours=1), task=tidy_rows)
    register_schedule("core.tidy_files", every=timedelta(days=1), task=tidy_files)
    register_schedule("core.read_words", every=timedelta(hours=1), task=read_what_was_not)
