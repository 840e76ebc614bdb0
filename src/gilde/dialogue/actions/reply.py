"""Changing an answer or a comment together with its files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from django.db import transaction

from gilde.core.actor import Actor
from gilde.dialogue.actions.answer import edit_answer
from gilde.dialogue.actions.attachment import describe, take_away
from gilde.dialogue.actions.comment import edit_comment
from gilde.dialogue.models import Answer, Comment


@transaction.atomic
def edit_reply(
    *,
    actor: Actor,
    reply: Answer | Comment,
    body: str,
    attachments: Sequence[str] = (),
    without: Collection[int] = (),
    alts: Mapping[int, str] = MappingProxyType({}),
) -> Answer | Comment:
    """Change one's own answer or comment, add files to it and take files away, all or nothing.

    Args:
        attachments: keys of uploads that are added.
        without: ids of its files that are taken away.
        alts: what its pictures show, by the id of their file.

    Raises:
        Refusal: when somebody else wrote it, or it was deleted.
    """
    row: Answer | Comment
    if isinstance(reply, Answer):
        row = edit_answer(actor=actor, answer=reply, body=body, attachments=attachments)
        take_away(row.contribution, without, answer=row)
        describe(row.contribution, alts, answer=row)
    else:
        row = edit_comment(actor=actor, comment=reply, body=body, attachments=attachments)
        take_away(row.contribution, without, comment=row)
        describe(row.contribution, alts, comment=row)
    return row
