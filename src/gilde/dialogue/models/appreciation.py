"""Appreciation: like, learned, used, me too. One tap, no ranking."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.core.clock import now
from gilde.dialogue.enums import AppreciationKind
from gilde.dialogue.models.answer import Answer
from gilde.dialogue.models.comment import Comment
from gilde.dialogue.models.contribution import Contribution


class Appreciation(models.Model):
    """One person, one kind, one target: exactly one of contribution, answer and comment is set."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="appreciations")
    kind = models.CharField(max_length=8, choices=AppreciationKind.choices)
    contribution = models.ForeignKey(Contribution, null=True, on_delete=models.CASCADE, related_name="appreciations")
    answer = models.ForeignKey(
        Answer, null=True, on_delete=models.CASCADE, related_name="appreciations", db_index=False
    )
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="appreciations", db_index=False
    )
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    uri = models.URLField(null=True, blank=True, max_length=500)
    origin = models.CharField(null=True, blank=True, max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contribution__isnull=False, answer__isnull=True, comment__isnull=True)
                | Q(contribution__isnull=True, answer__isnull=False, comment__isnull=True)
                | Q(contribution__isnull=True, answer__isnull=True, comment__isnull=False),
                name="appreciation_one_target",
            ),
            models.UniqueConstraint(
                fields=["contribution", "person", "kind"],
                condition=Q(contribution__isnull=False), name="appreciation_of_contribution",
            ),
            models.UniqueConstraint(
                fields=["answer", "person", "kind"], condition=Q(answer__isnull=False), name="appreciation_of_answer"
            ),
            models.UniqueConstraint(
                fields=["comment", "person", "kind"], condition=Q(comment__isnull=False),
                name="appreciation_of_comment",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["contribution", "kind", "-id"],
                name="appreciation_newest",
                condition=Q(contribution__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"
