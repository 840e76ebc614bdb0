"""Choice: how loudly somebody wants to hear of one contribution, community or person."""

from __future__ import annotations

from django.db import models

from gilde.attention.notifications.enums import Level, Subject


class Choice(models.Model):
    """``person`` chose ``level`` for the subject with this number. Without a row the level is normal."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    subject = models.CharField(max_length=12, choices=Subject.choices)
    number = models.BigIntegerField()
    level = models.CharField(max_length=6, choices=Level.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "subject", "number"], name="choice_once")]
        indexes = [models.Index(fields=["subject", "number", "level"], name="choice_of_subject")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.level} for {self.subject} {self.number}"
