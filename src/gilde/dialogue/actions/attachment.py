"""Files that belong to a text."""

from __future__ import annotations

from collections.abc import Sequence

from gilde.core.actor import Actor
from gilde.dialogue.models import Answer, Attachment, Comment, Contribution


def place_attachments(
    *,
    actor: Actor,
    keys: Sequence[str],
    contribution: Contribution,
    answer: Answer | None = None,
    comment: Comment | None = None,
) -> None:
    """Give the actor's waiting uploads with these file keys to a text. Keys of others are ignored.

    Part of a larger action: call it inside its transaction.
    """
    if keys:
        Attachment.objects.filter(
            file__key__in=list(keys)[:50], uploader_id=actor.person_id, contribution__isnull=True
        ).update(contribution=contribution, answer=answer, comment=comment)
