"""Pulse: what was last measured of a community."""

from __future__ import annotations

from django.db import models

from gilde.communities.models import Community
from gilde.core.clock import now


class Pulse(models.Model):
    """One row per community; figures of the community, never of a person.

    Attributes:
        first_answer_seconds: the median over 90 days; None when too few questions were answered to say anything.
    """

    community = models.OneToOneField(Community, on_delete=models.CASCADE, primary_key=True, related_name="+")
    first_answer_seconds = models.PositiveBigIntegerField(null=True)
    measured_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.community_id}: {self.first_answer_seconds}"
