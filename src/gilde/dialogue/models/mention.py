"""Mention: somebody's handle in a text."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.core.clock import now
from gilde.dialogue.models.answer import Answer
from gilde.dialogue.models.comment import Comment
from gilde.dialogue.models.contribution import Contribution


class Mention(models.Model):
    """``person`` is named in a contribution, or in an answer or comment of it."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="mentions")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="mentions")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="mentions")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="mentions")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "contribution"],
                condition=Q(answer__isnull=True, comment__isnull=True),
                name="mention_in_contribution",
            ),
            models.UniqueConstraint(
                fields=["person", "answer"],
                condition=Q(answer__isnull=False, comment__isnull=True),
                name="mention_in_answer",
            ),
            models.UniqueConstraint(
                fields=["person", "comment"], condition=Q(comment__isnull=False), name="mention_in_comment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.contribution_id}"
