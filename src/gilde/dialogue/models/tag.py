"""Tags on contributions."""

from __future__ import annotations

from django.db import models

from gilde.dialogue.models.contribution import Contribution


class Tag(models.Model):
    """A word that contributions share, over all communities; ``slug`` is its folded form."""

    slug = models.CharField(max_length=50, unique=True)
    name = models.CharField(max_length=50)

    def __str__(self) -> str:
        return self.name


class ContributionTag(models.Model):
    """One tag on one contribution. It carries the community, so that suggestions stay within what one may see."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="uses")
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["contribution", "tag"], name="contribution_tag_once")]
        indexes = [models.Index(fields=["tag", "community", "-contribution"], name="contribution_by_tag")]

    def __str__(self) -> str:
        return f"{self.contribution_id} #{self.tag_id}"
