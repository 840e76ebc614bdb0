"""Export: everything Gilde holds about one person, written for that person."""

from __future__ import annotations

from django.db import models

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import ClientKeyed
from gilde.people.enums import ExportState
from gilde.people.models.person import Person


class ExportQuerySet(models.QuerySet["Export"]):
    """Reads of exports."""

    def visible_to(self, actor: Actor) -> ExportQuerySet:
        """One's own, and nobody else's: the operator exports with a command on the machine itself."""
        if actor.is_system:
            return self
        return self.filter(person_id=actor.person_id) if actor.person_id is not None else self.none()


class Export(ClientKeyed):
    """One request for one's own data. ``path`` is where the storage keeps the ZIP until ``expires_at``."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="exports")
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.WAITING)
    asked_at = models.DateTimeField(default=now)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    path = models.CharField(max_length=120, blank=True, default="")
    size = models.BigIntegerField(default=0, help_text="Bytes.")

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "client_id"], name="export_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"
