"""Commenting on a contribution or an answer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.db.trips import read, together
from gilde.core.db.writing import insert, numbers_for
from gilde.core.idempotency import made_with, overtaken
from gilde.core.models import Activity
from gilde.dialogue.actions import hold, reference
from gilde.dialogue.actions.attachment import keys_in, place_attachments
from gilde.dialogue.actions.contribution import bump
from gilde.dialogue.actions.draft import drop_draft
from gilde.dialogue.actions.read_mark import has_read
from gilde.dialogue.actions.taking import take_away
from gilde.dialogue.actions.text import render
from gilde.dialogue.actions.unnamed import as_heard
from gilde.dialogue.actions.withheld import locked
from gilde.dialogue.enums import State, Verb
from gilde.dialogue.models import Answer, Comment, Contribution, Revision
from gilde.dialogue.queries.hold import refers, why_held
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.rules import contribution as rules
from gilde.dialogue.rules.person import who
from gilde.dialogue.rules.unnamed import no_files


@overtaken
@transaction.atomic
def add_comment(
    *,
    actor: Actor,
    contribution: Contribution,
    body: str,
    answer: Answer | None = None,
    quotes: Comment | None = None,
    attachments: Sequence[str] = (),
    client_id: uuid.UUID | None = None,
) -> Comment:
    """Comment on ``contribution`` or on one of its answers, once per ``client_id``; bumps the stream, ends the draft.

    Raises:
        Refusal: when the conversation is closed or the actor may not comment here.
        ValueError: when ``answer`` or ``quotes`` belongs to another contribution.
    """
    drop_draft(actor=actor, place=f"c:{contribution.pk}:{answer.pk}" if answer else f"c:{contribution.pk}")
    client_id = client_id or uuid.uuid4()
    voice = contribution.voice_of(actor.person_id or 0) or None
    # Held first: the same sending, a moment earlier, is over by then and found.
    contribution, earlier, (number, noted) = read(
        together(
            locked_contribution.reading(contribution.pk, known=contribution),
            made_with(Comment, client_id=client_id, author_id=voice),
            numbers_for.reading(Comment, Activity),
        )
    )
    if earlier is not None:
        return earlier
    rules.comment.require(actor, contribution)
    if answer is not None and answer.contribution_id != contribution.pk:
        raise ValueError("The answer belongs to another question.")
    if answer is not None:
        rules.under.require(Answer.objects.get(pk=answer.pk))
    if quotes is not None and quotes.contribution_id != contribution.pk:
        raise ValueError("The quoted comment belongs to another conversation.")
    rendered = render(body, actor=actor)
    with_files = bool(attachments) or bool(keys_in(rendered.references))
    if contribution.asker_id == who(actor):
        no_files.require(files=with_files)
    why = why_held(
        actor, contribution.community, refers(rendered.references, [body]), unnamed=contribution.asker_id == who(actor)
    )
    at = now()
    row = Comment(
        pk=number,
        contribution=contribution,
        answer=answer,
        community_id=contribution.community_id,
        author_id=contribution.voice_of(who(actor)),
        quotes=quotes,
        body=body,
        body_html=rendered.html,
        state=State.PUBLISHED if why is None else State.HELD,
        created_at=at,
        client_id=client_id,
    )
    insert(row)
    place_attachments(
        actor=actor, keys=attachments, inline=keys_in(rendered.references), contribution=contribution, comment=row
    )
    if why is not None:
        hold.begin(row, why, actor=actor, first=True)
        return row
    if answer is not None:
        Answer.objects.filter(pk=answer.pk).update(comment_count=F("comment_count") + 1)
    bump(contribution, at, counts="comment_count")
    has_read(person_id=actor.person_id, contribution_id=contribution.pk, at=at)
    reference.record(contribution, rendered.references, actor=actor, comment=row)
    activity.record(
        Verb.COMMENTED,
        actor=as_heard(actor, contribution),
        target=row,
        community=contribution.community_id,
        data={"contribution": contribution.pk, "answer": answer.pk if answer else None, "files": with_files},
        number=noted,
    )
    return row


@transaction.atomic
def edit_comment(*, actor: Actor, comment: Comment, body: str, attachments: Sequence[str] = ()) -> Comment:
    """Change one's own comment; what it was is kept. Does not bump the stream.

    Raises:
        Refusal: when somebody else wrote it.
    """
    row = locked(comment)
    rules.edit_reply.require(actor, row)
    rendered = render(body, actor=actor)
    heard = as_heard(actor, row.contribution)
    if heard is not actor:
        no_files.require(files=bool(attachments) or bool(keys_in(rendered.references)))
    if body != row.body:
        Revision.objects.create(comment=row, editor_id=heard.person_id, body=row.body)
        before = refers(render(row.body, actor=actor).references, [row.body])
        html, row.body, row.body_html, row.edited_at = row.body_html, body, rendered.html, now()
        row.save(update_fields=["body", "body_html", "edited_at"])
        reference.let_go(row.contribution, html)
        hold.look_again(row, actor, refers(rendered.references, [body]), before=before)
        if row.state == State.PUBLISHED:  # of what is withheld nothing is known elsewhere
            reference.record(row.contribution, rendered.references, actor=actor, comment=row)
    place_attachments(
        actor=actor,
        keys=attachments,
        inline=keys_in(rendered.references),
        contribution=row.contribution,
        comment=row,
    )
    activity.record(Verb.COMMENT_EDITED, actor=heard, target=row, community=row.community_id)
    return row


@transaction.atomic
def delete_comment(*, actor: Actor, comment: Comment, heard: Actor | None = None) -> bool:
    """Take a comment away; whether it was still there.

    Args:
        heard: as whom the log has it; when not given, who asked without a name is nobody.

    Raises:
        Refusal: when the actor neither wrote it nor curates the community.
    """
    contribution = locked_contribution(comment.contribution_id)
    row = Comment.objects.select_related("community", "answer", "contribution").get(pk=comment.pk)
    rules.delete.require(actor, row)
    if row.deleted_at is not None:
        return False
    heard = take_away(row, contribution, actor=actor, heard=heard)
    activity.record(Verb.COMMENT_DELETED, actor=heard, target=row, community=row.community_id)
    return True
