"""QueuedTask: one piece of work to do after the answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.core.db.indexes import Constant


class TaskState(models.TextChoices):
    """``READY`` waits for ``run_at``; ``CLAIMED`` is held by a worker until its lease ends; the rest is over."""

    READY = "ready"
    CLAIMED = "claimed"
    DONE = "done"
    DEAD = "dead"


# Each has an index of its own, which these find.
READY, CLAIMED = Constant(TaskState.READY), Constant(TaskState.CLAIMED)


class QueuedTask(models.Model):
    """A task in the table queue. See :mod:`gilde.core.tasks`.

    At most one task with the same ``unique_key`` waits. ``attempts`` counts starts, so a task that kills its worker
    runs out of them too.
    """

    function = models.CharField(max_length=200, help_text="Import path of the task.")
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    queue_name = models.CharField(max_length=40, default="default")
    priority = models.SmallIntegerField(default=0)
    unique_key = models.CharField(max_length=150, null=True)
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.READY)
    enqueued_at = models.DateTimeField()
    run_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    max_attempts = models.IntegerField()
    backoff = models.FloatField(help_text="Seconds before the second attempt; doubles with each further one.")
    worker = models.CharField(max_length=40, default="")
    lease_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    errors = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"], condition=Q(state=TaskState.READY), name="task_one_waiting_per_key"
            )
        ]
        indexes = [
            models.Index(fields=["-priority", "run_at", "id"], condition=Q(state=TaskState.READY), name="task_ready"),
            models.Index(fields=["lease_until"], condition=Q(state=TaskState.CLAIMED), name="task_claimed"),
            models.Index(fields=["finished_at"], name="task_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.function} #{self.pk} {self.state}"
