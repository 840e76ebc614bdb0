"""Revision: what a text was before an edit."""

from __future__ import annotations

from django.db import models

from gilde.core.clock import now
from gilde.dialogue.models.answer import Answer
from gilde.dialogue.models.comment import Comment
from gilde.dialogue.models.contribution import Contribution


class Revision(models.Model):
    """The text as it stood until ``until``. Exactly one target is set.

    ``fields`` of a contribution holds the parts of its kind, ``brought_me``, ``brought_us`` and ``tags`` (their names,
    separated by commas); the last three are absent where the product did not keep them yet.
    """

    contribution = models.ForeignKey(Contribution, null=True, on_delete=models.CASCADE, related_name="revisions")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="revisions")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="revisions")
    editor = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField(default=now)
    title = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField(blank=True, default="")
    fields = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(contribution__isnull=False, answer__isnull=True, comment__isnull=True)
                | models.Q(contribution__isnull=True, answer__isnull=False, comment__isnull=True)
                | models.Q(contribution__isnull=True, answer__isnull=True, comment__isnull=False),
                name="revision_one_target",
            )
        ]

    def __str__(self) -> str:
        return f"revision {self.pk}"
