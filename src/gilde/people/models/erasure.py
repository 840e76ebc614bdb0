"""Erasure: somebody asked to go for good, and may still come back until the day."""

from __future__ import annotations

from django.db import models

from gilde.core.clock import now
from gilde.people.models.person import Person


class Erasure(models.Model):
    """A person is erased at ``erase_at``, unless they come back before. The row goes with either."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="erasure")
    asked_at = models.DateTimeField(default=now)
    erase_at = models.DateTimeField(db_index=True)
    reminded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} on {self.erase_at:%Y-%m-%d}"
