"""Comment: on a contribution or on an answer, one level deep."""

from __future__ import annotations

from django.db import models

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.db.indexes import seldom
from gilde.core.idempotency import ClientKeyed
from gilde.dialogue.enums import State
from gilde.dialogue.models.answer import Answer
from gilde.dialogue.models.contribution import Contribution, contribution_readable_q
from gilde.dialogue.models.reply import REPLY_STATES, reply_readable_q, state_field


class CommentQuerySet(models.QuerySet["Comment"]):
    """Reads of comments."""

    def visible_to(self, actor: Actor) -> CommentQuerySet:
        """Comments that ``actor`` may read, on contributions and answers that they may read."""
        return self.filter(
            contribution_readable_q(actor, "contribution"),
            models.Q(answer__isnull=True) | reply_readable_q(actor, "answer"),
            reply_readable_q(actor),
        )


class Comment(ClientKeyed):
    """One comment. ``answer`` is set when it hangs on an answer; ``contribution`` always."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="comments", db_index=False)
    answer = models.ForeignKey(
        Answer, null=True, blank=True, on_delete=models.CASCADE, related_name="comments", db_index=False
    )
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="comments", db_index=False)
    quotes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    body = models.TextField()
    body_html = models.TextField()
    state = state_field()
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    like_count = models.PositiveIntegerField(default=0)
    imported_likes = models.PositiveIntegerField(default=0)
    uri = models.URLField(null=True, blank=True, max_length=500)
    origin = models.CharField(null=True, blank=True, max_length=120)
    licence = models.CharField(null=True, blank=True, max_length=60)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="comment_once"),
            models.CheckConstraint(condition=models.Q(state__in=REPLY_STATES), name="comment_state"),
        ]
        indexes = [
            *seldom("comment", "answer", "quotes", "deleted_by"),
            models.Index(fields=["contribution", "answer", "id"], name="comment_of_contribution"),
            models.Index(fields=["author", "-id"], name="comment_by_author"),
            # Who took part in a talk, without reading what they said: asked after each comment.
            models.Index(
                fields=["contribution", "author"],
                condition=models.Q(deleted_at__isnull=True, state=State.PUBLISHED),
                name="comment_voices",
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.contribution_id}"

    def is_by(self, person_id: int | None) -> bool:
        """Whether this person wrote it, under their name or as the one who asked without it."""
        if person_id is None or self.author_id == person_id:
            return person_id is not None
        return self.contribution.asker_id == person_id and self.author_id == self.contribution.author_id

    def get_absolute_url(self) -> str:
        """The exact place on the contribution's page, whatever page of comments or answers it is on."""
        at = f"a{self.answer_id}" if self.answer_id else f"c{self.pk}"
        return f"{self.contribution.get_absolute_url()}?at={at}#c{self.pk}"
