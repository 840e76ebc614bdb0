"""Charter: what we agree on. Every publication is a new row; acceptance names the row."""

from __future__ import annotations

from django.db import models

from gilde.communities.models.community import Community
from gilde.core.clock import now


class Charter(models.Model):
    """One version of a community's agreements. The one in force is ``Community.charter``."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="charters")
    number = models.PositiveIntegerField()
    text = models.TextField()
    html = models.TextField()
    published_at = models.DateTimeField(default=now)
    published_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "number"], name="charter_number")]

    def __str__(self) -> str:
        return f"{self.community_id} v{self.number}"


class CharterAcceptance(models.Model):
    """A person accepted this version."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["charter", "person"], name="charter_accepted_once")]

    def __str__(self) -> str:
        return f"{self.person_id} accepted {self.charter_id}"
