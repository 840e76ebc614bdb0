"""Arrived: one mail that came in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.core.clock import now
from gilde.gateways.letterbox.enums import State


class Arrived(models.Model):
    """A mail as it came, until it is thrown away, and what became of it.

    ``key`` says which mail it is: the same one brought twice, or by two ways, is one row. ``raw`` is its place in the
    file storage, empty once thrown away. ``recipients`` are those of the envelope, one a line, where the way it came
    tells them. ``reason`` is the sentence its sender was told, or a note to the operator why nobody was.
    """

    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    way = models.CharField(max_length=12)  # "imap", or the name of the provider
    raw = models.CharField(max_length=100, blank=True, default="")
    size = models.PositiveIntegerField()
    recipients = models.TextField(blank=True, default="")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    contribution = models.ForeignKey("dialogue.Contribution", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField(default=now)
    told_at = models.DateTimeField(null=True)  # when its sender was told why it was refused

    class Meta:
        indexes = [
            models.Index(fields=["at"], condition=~Q(raw=""), name="arrived_kept"),
            models.Index(fields=["at"], condition=Q(state="waiting"), name="arrived_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.at:%Y-%m-%d %H:%M}: {self.state}"
