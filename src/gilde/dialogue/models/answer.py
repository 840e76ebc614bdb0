"""Answer: a reply to a question that can be accepted."""

from __future__ import annotations

from django.db import models

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.db.indexes import seldom
from gilde.core.idempotency import ClientKeyed
from gilde.dialogue.models.contribution import Contribution, contribution_readable_q
from gilde.dialogue.models.reply import REPLY_STATES, reply_readable_q, state_field


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Reads of answers."""

    def visible_to(self, actor: Actor) -> AnswerQuerySet:
        """Answers that ``actor`` may read, to questions that they may read."""
        return self.filter(contribution_readable_q(actor, "contribution"), reply_readable_q(actor))


class Answer(ClientKeyed):
    """One answer. At most one answer per question is accepted."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="answers", db_index=False)
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="answers", db_index=False)
    body = models.TextField()
    body_html = models.TextField()
    state = state_field()
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    comment_count = models.PositiveIntegerField(default=0)
    like_count = models.PositiveIntegerField(default=0)
    learned_count = models.PositiveIntegerField(default=0)
    used_count = models.PositiveIntegerField(default=0)
    imported_likes = models.PositiveIntegerField(default=0)
    uri = models.URLField(null=True, blank=True, max_length=500)
    origin = models.CharField(null=True, blank=True, max_length=120)
    licence = models.CharField(null=True, blank=True, max_length=60)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="answer_once"),
            models.UniqueConstraint(
                fields=["contribution"],
                condition=models.Q(accepted_at__isnull=False, deleted_at__isnull=True),
                name="answer_one_accepted",
            ),
            models.CheckConstraint(condition=models.Q(state__in=REPLY_STATES), name="answer_state"),
        ]
        indexes = [
            *seldom("answer", "accepted_by", "deleted_by"),
            models.Index(fields=["contribution", "id"], name="answer_of_contribution"),
            models.Index(fields=["author", "-id"], name="answer_by_author"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk} to {self.contribution_id}"

    def is_by(self, person_id: int | None) -> bool:
        """Whether this person wrote it, under their name or as the one who asked without it."""
        if person_id is None or self.author_id == person_id:
            return person_id is not None
        return self.contribution.asker_id == person_id and self.author_id == self.contribution.author_id

    def get_absolute_url(self) -> str:
        """The exact place on the question's page, whatever page of answers it is on."""
        return f"{self.contribution.get_absolute_url()}?at=a{self.pk}#a{self.pk}"
