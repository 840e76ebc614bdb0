"""Letter: one mail to one person, and how often they want one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.attention.notifications.enums import Rhythm
from gilde.core.clock import now


class MailChoice(models.Model):
    """How often ``person`` wants mail. Without a row: once a day."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, primary_key=True, related_name="+")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.DAILY)
    chosen_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.rhythm}"


class Letter(models.Model):
    """A mail that is sent, or about to be.

    It is made together with the mark on each notice it tells of, so no notice is in two letters; it is written when it
    is sent, from what its reader may read then. ``period`` is the day or week of a digest, unique per person: at most
    one digest for each. A letter of the moment has a period of its own.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)
    period = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)  # one process is sending it; when that dies, another may after this
    farewell = models.BooleanField(default=False, db_default=False)  # the last one until the reader comes back
    refused = models.CharField(max_length=200, blank=True, default="")  # why it could never be sent

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "period"], name="letter_once")]
        indexes = [models.Index(fields=["made_at"], condition=Q(sent_at__isnull=True), name="letter_waiting")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.period}"
