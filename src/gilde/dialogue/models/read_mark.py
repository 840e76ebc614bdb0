"""Read mark: up to which moment somebody has read a contribution."""

from __future__ import annotations

from django.db import models

from gilde.dialogue.models.contribution import Contribution


class ReadMark(models.Model):
    """One per person and contribution. Unread means ``last_activity_at > read_at`` or no mark."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="read_marks")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="read_marks")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "contribution"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.contribution_id}"
