"""Wake: somebody is asked about a question they may know, and whether they want that."""

from __future__ import annotations

from django.db import models

from gilde.attention.notifications.enums import Why
from gilde.core.clock import now
from gilde.dialogue.models import Contribution


class HelpChoice(models.Model):
    """Whether ``person`` wants to be asked about questions they may know. Without a row nobody is asked."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, primary_key=True, related_name="+")
    willing = models.BooleanField()
    chosen_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.person_id}: {'yes' if self.willing else 'no'}"


class Wake(models.Model):
    """``person`` was asked about ``question`` in this round, once, because of ``why``.

    ``word`` is the tag or specialism that the two share; without one ``source`` is what they answered, used or wrote.
    Only the person reads this: who asked is told how many there were, never who.
    """

    question = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=8, choices=Why.choices)
    word = models.CharField(max_length=80, blank=True, default="")
    source = models.ForeignKey(Contribution, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="wake_once")]
        indexes = [models.Index(fields=["person", "-at"], name="wake_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: question {self.question_id}, round {self.round}"
