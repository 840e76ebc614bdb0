"""Draft: what somebody is writing, kept on the server so that another device can go on."""

from __future__ import annotations

from django.db import models

from gilde.core.clock import now


class Draft(models.Model):
    """One unfinished text per person and place. ``place`` is for example ``new``, ``c:12:comment`` or ``e:12``."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="draft_once")]
        indexes = [models.Index(fields=["person", "-saved_at"], name="draft_newest")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.place}"
