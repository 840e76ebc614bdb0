"""The first steps somebody was asked after coming in, and what became of them."""

from __future__ import annotations

from django.db import models

from gilde.core.clock import now
from gilde.people.models.person import Person


class ArrivalStep(models.Model):
    """One first step that this person answered, or passed over; ``step`` is its key in ``core/arrival.py``.

    It keeps the place: who closes the browser halfway comes back to the step after the last one.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=24)
    skipped = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "step"], name="arrival_step_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.step}"
