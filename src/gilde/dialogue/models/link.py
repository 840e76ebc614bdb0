"""Links between contributions, and previews of pages elsewhere."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gilde.core.clock import now
from gilde.dialogue.models.contribution import Contribution


class ContributionLink(models.Model):
    """``source`` (its text, an answer or a comment of it) links to ``target``: shown there as "mentioned in"."""

    source = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="links_in")
    duplicate = models.BooleanField(default=False)  # the source was closed as a double of the target
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="contribution_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="contribution_link_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class LinkPreview(models.Model):
    """Title and description of a page elsewhere, fetched by the server so that no reader is seen there."""

    url = models.CharField(max_length=1000, unique=True)
    title = models.CharField(max_length=200, blank=True, default="")
    description = models.CharField(max_length=400, blank=True, default="")
    site = models.CharField(max_length=120, blank=True, default="")
    fetched_at = models.DateTimeField(null=True, blank=True)  # NULL: asked for, not there yet
    failed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.url
