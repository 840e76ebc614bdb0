"""FirstReply: how long somebody waited for a first word of somebody else."""

from __future__ import annotations

from django.db import models

from gilde.communities.models import Community
from gilde.dialogue.models import Contribution


class FirstReply(models.Model):
    """Of one contribution: the first answer or comment by another person, kept when it came.

    Without a row nobody replied yet. What was imported has none: it says how fast people were somewhere else.
    """

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, primary_key=True, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    is_question = models.BooleanField()
    asked_at = models.DateTimeField()
    replied_at = models.DateTimeField()
    seconds = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["community", "is_question", "asked_at"], name="first_reply_of_community")]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.seconds} s"
