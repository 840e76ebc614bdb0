"""Hold: something that a host looks at before others see it, and how that ended."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.communities.enums import Capability
from gilde.communities.models.community import communities_with
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.dialogue.enums import HoldOutcome, HoldWhy
from gilde.dialogue.models.answer import Answer
from gilde.dialogue.models.comment import Comment
from gilde.dialogue.models.contribution import Contribution


class HoldQuerySet(models.QuerySet["Hold"]):
    """Reads of holds."""

    def visible_to(self, actor: Actor) -> HoldQuerySet:
        """Those of the places where the actor keeps order, and what was decided about the actor's own words."""
        if actor.is_system:
            return self
        curates = Q(community_id__in=communities_with(actor, Capability.CURATE))
        if actor.person_id is None:
            return self.none()
        return self.filter(curates | Q(writer_id=actor.person_id))

    def open(self) -> HoldQuerySet:
        """Those that wait for a host."""
        return self.filter(ended_at__isnull=True)


class Hold(models.Model):
    """A contribution, an answer or a comment that waits for a host; ``contribution`` is set for all three.

    ``first`` says that it never showed before, so that its release is its publication. ``writer`` is who wrote it,
    also when they did so without their name: only they themselves are told by it, nobody is shown it.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="holds")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="holds")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="holds")
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    writer = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=8, choices=HoldWhy.choices)
    first = models.BooleanField()
    at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=10, choices=HoldOutcome.choices, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")  # what the host wrote to the writer

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution"],
                condition=Q(ended_at__isnull=True, answer__isnull=True, comment__isnull=True),
                name="hold_of_contribution",
            ),
            models.UniqueConstraint(fields=["answer"], condition=Q(ended_at__isnull=True), name="hold_of_answer"),
            models.UniqueConstraint(fields=["comment"], condition=Q(ended_at__isnull=True), name="hold_of_comment"),
            models.CheckConstraint(condition=Q(answer__isnull=True) | Q(comment__isnull=True), name="hold_of_one"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | Q(ended_at__isnull=False, outcome__in=HoldOutcome.values),
                name="hold_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "id"], name="hold_open", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["writer", "-id"], name="hold_by_writer"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk} in {self.community_id}"

    @property
    def said(self) -> Contribution | Answer | Comment:
        """What waits, or waited."""
        return self.comment or self.answer or self.contribution
