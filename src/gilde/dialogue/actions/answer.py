"""Answering a question, and saying which answer helped."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction

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
from gilde.dialogue.models import Answer, Contribution, Revision
from gilde.dialogue.queries.hold import refers, why_held
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.rules import answer as rules
from gilde.dialogue.rules.contribution import delete as may_delete
from gilde.dialogue.rules.contribution import edit_reply as may_edit
from gilde.dialogue.rules.contribution import under
from gilde.dialogue.rules.person import who
from gilde.dialogue.rules.unnamed import no_files


@overtaken
@transaction.atomic
def add_answer(
    *,
    actor: Actor,
    contribution: Contribution,
    body: str,
    attachments: Sequence[str] = (),
    client_id: uuid.UUID | None = None,
) -> Answer:
    """Answer the question ``contribution``, once per ``client_id``; bumps the stream, ends the draft.

    Raises:
        Refusal: when it is no question, is closed, or the actor may not answer here.
    """
    drop_draft(actor=actor, place=f"a:{contribution.pk}")
    voice = contribution.voice_of(actor.person_id or 0) or None
    client_id = client_id or uuid.uuid4()
    question, earlier, (number, noted) = read(
        together(
            locked_contribution.reading(contribution.pk, known=contribution),
            made_with(Answer, client_id=client_id, author_id=voice),
            numbers_for.reading(Answer, Activity),
        )
    )
    if earlier is not None:
        return earlier
    rules.answer.require(actor, question)
    rendered = render(body, actor=actor)
    if question.asker_id == who(actor):
        no_files.require(files=bool(attachments) or bool(keys_in(rendered.references)))
    why = why_held(
        actor, question.community, refers(rendered.references, [body]), unnamed=question.asker_id == who(actor)
    )
    at = now()
    row = Answer(
        pk=number,
        contribution=question,
        community_id=question.community_id,
        author_id=question.voice_of(who(actor)),
        body=body,
        body_html=rendered.html,
        state=State.PUBLISHED if why is None else State.HELD,
        created_at=at,
        client_id=client_id,
    )
    insert(row)
    place_attachments(
        actor=actor, keys=attachments, inline=keys_in(rendered.references), contribution=question, answer=row
    )
    if why is not None:
        hold.begin(row, why, actor=actor, first=True)
        return row
    bump(question, at, counts="answer_count")
    has_read(person_id=actor.person_id, contribution_id=question.pk, at=at)
    reference.record(question, rendered.references, actor=actor, answer=row)
    activity.record(
        Verb.ANSWERED,
        actor=as_heard(actor, question),
        target=row,
        community=question.community_id,
        data={"contribution": question.pk},
        number=noted,
    )
    return row


@transaction.atomic
def edit_answer(*, actor: Actor, answer: Answer, body: str, attachments: Sequence[str] = ()) -> Answer:
    """Change one's own answer; what it was is kept. Does not bump the stream.

    Raises:
        Refusal: when somebody else wrote it, or it was deleted.
    """
    row = locked(answer)
    may_edit.require(actor, row)
    rendered = render(body, actor=actor)
    heard = as_heard(actor, row.contribution)
    if heard is not actor:
        no_files.require(files=bool(attachments) or bool(keys_in(rendered.references)))
    if body != row.body:
        Revision.objects.create(answer=row, editor_id=heard.person_id, body=row.body)
        before = refers(render(row.body, actor=actor).references, [row.body])
        html, row.body, row.body_html, row.edited_at = row.body_html, body, rendered.html, now()
        row.save(update_fields=["body", "body_html", "edited_at"])
        reference.let_go(row.contribution, html)
        hold.look_again(row, actor, refers(rendered.references, [body]), before=before)
        if row.state == State.PUBLISHED:  # of what is withheld nothing is known elsewhere
            reference.record(row.contribution, rendered.references, actor=actor, answer=row)
    place_attachments(
        actor=actor, keys=attachments, inline=keys_in(rendered.references), contribution=row.contribution, answer=row
    )
    activity.record(
        Verb.ANSWER_EDITED,
        actor=heard,
        target=row,
        community=row.community_id,
        data={"contribution": row.contribution_id},
    )
    return row


@transaction.atomic
def delete_answer(*, actor: Actor, answer: Answer, heard: Actor | None = None) -> bool:
    """Take an answer away with the comments under it; whether it was still there.

    Args:
        heard: as whom the log has it; when not given, who asked without a name is nobody.

    Raises:
        Refusal: when the actor neither wrote it nor curates the community.
    """
    question = locked_contribution(answer.contribution_id)
    row = Answer.objects.select_related("community").get(pk=answer.pk)
    may_delete.require(actor, row)
    if row.deleted_at is not None:
        return False
    heard = take_away(row, question, actor=actor, heard=heard)
    activity.record(
        Verb.ANSWER_DELETED, actor=heard, target=row, community=row.community_id, data={"contribution": question.pk}
    )
    return True


@transaction.atomic
def accept(*, actor: Actor, answer: Answer) -> Answer:
    """Say that this answer helped. The one that was accepted before gives way; a second time changes nothing.

    Raises:
        Refusal: when the actor did not ask the question, or the answer was deleted.
    """
    question = locked_contribution(answer.contribution_id)
    rules.accept.require(actor, question)
    row = Answer.objects.get(pk=answer.pk)
    under.require(row)
    if row.accepted_at is not None:
        return row
    for other in Answer.objects.filter(contribution=question, accepted_at__isnull=False, deleted_at__isnull=True):
        _take_back(as_heard(actor, question), other)
    heard = as_heard(actor, question)
    row.accepted_at, row.accepted_by_id = now(), heard.person_id
    row.save(update_fields=["accepted_at", "accepted_by"])
    Contribution.objects.filter(pk=question.pk).update(has_accepted=True)
    activity.record(
        Verb.ANSWER_ACCEPTED, actor=heard, target=row, community=row.community_id, data={"contribution": question.pk}
    )
    return row


@transaction.atomic
def take_back(*, actor: Actor, answer: Answer) -> Answer:
    """Say that this answer is not the one after all; when it was not accepted, nothing changes.

    Raises:
        Refusal: when the actor did not ask the question.
    """
    question = locked_contribution(answer.contribution_id)
    rules.accept.require(actor, question)
    row = Answer.objects.get(pk=answer.pk)
    if row.accepted_at is not None:
        _take_back(as_heard(actor, question), row)
        Contribution.objects.filter(pk=question.pk).update(has_accepted=False)
    return row


def _take_back(actor: Actor, row: Answer) -> None:
    row.accepted_at, row.accepted_by = None, None
    row.save(update_fields=["accepted_at", "accepted_by"])
    activity.record(
        Verb.ANSWER_UNACCEPTED,
        actor=actor,
        target=row,
        community=row.community_id,
        data={"contribution": row.contribution_id},
    )
