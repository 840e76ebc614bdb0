"""Who hosts may want to think of: members gone quiet, and what a host has seen to."""

from __future__ import annotations

from django.db import models

from gilde.attention.insights.enums import Away, Need
from gilde.communities.models import Community
from gilde.core.clock import now


class Quiet(models.Model):
    """A member who took part and was not here for weeks; found by a task, never more exact than :class:`Away`."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    away = models.CharField(max_length=6, choices=Away.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "person"], name="quiet_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.community_id}: {self.away}"


class Cared(models.Model):
    """A host has seen to this person: said welcome elsewhere, or knows why they are away."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    need = models.CharField(max_length=8, choices=Need.choices)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "person", "need"], name="cared_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.community_id}: {self.need}"
