"""Attachment: a file that belongs to a contribution, an answer or a comment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.dialogue.models.answer import Answer
from gilde.dialogue.models.comment import Comment
from gilde.dialogue.models.contribution import Contribution, contribution_readable_q
from gilde.dialogue.models.reply import reply_readable_q


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Reads of attachments."""

    def visible_to(self, actor: Actor) -> AttachmentQuerySet:
        """Files of texts that ``actor`` may read, and one's own not yet placed."""
        placed = (
            contribution_readable_q(actor, "contribution")
            & (Q(answer__isnull=True) | reply_readable_q(actor, "answer"))
            & (Q(comment__isnull=True) | reply_readable_q(actor, "comment"))
            & (Q(comment__answer__isnull=True) | reply_readable_q(actor, "comment__answer"))
        )
        if actor.person_id is None:
            return self.filter(placed)
        return self.filter(placed | Q(contribution__isnull=True, uploader_id=actor.person_id))


class Attachment(models.Model):
    """A stored file with the name its uploader gave it. Without ``contribution`` it waits in somebody's draft."""

    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    uploader = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    alt = models.CharField(max_length=300, blank=True, default="")  # what a picture shows, for who cannot see it
    contribution = models.ForeignKey(Contribution, null=True, on_delete=models.CASCADE, related_name="attachments")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="attachments")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="attachments")
    inline = models.BooleanField(default=False)  # shown inside the text, so not listed beneath it
    at = models.DateTimeField(default=now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["contribution", "id"], name="attachment_of")]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The key of the stored file."""
        return self.file.key

    @property
    def kind(self) -> str:
        """image, sound or document."""
        return self.file.kind

    @property
    def size(self) -> int:
        """Bytes."""
        return self.file.size

    @property
    def url(self) -> str:
        """Where it is served, through the permission check."""
        return self.file.url()
