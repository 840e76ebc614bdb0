"""Saved: a contribution somebody keeps for later."""

from __future__ import annotations

from django.db import models

from gilde.core.clock import now
from gilde.dialogue.models.contribution import Contribution


class Saved(models.Model):
    """A private bookmark."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="saved")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="saved_by")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "contribution"], name="saved_once")]
        indexes = [models.Index(fields=["person", "-id"], name="saved_newest")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.contribution_id}"
