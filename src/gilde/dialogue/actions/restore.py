"""Bringing back what was taken away, when that turns out to have been wrong. Counters move back as they moved."""

from __future__ import annotations

from django.db import transaction

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.dialogue.actions import reference
from gilde.dialogue.actions.published import count_published, count_reply, count_withheld
from gilde.dialogue.actions.review import let_out
from gilde.dialogue.actions.withheld import locked
from gilde.dialogue.enums import State, Verb
from gilde.dialogue.models import Answer, Comment, Contribution, Hold
from gilde.dialogue.queries.hold import about
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.queries.standing import asks_teller
from gilde.dialogue.rules import contribution as rules


@transaction.atomic
def restore_contribution(*, actor: Actor, contribution: Contribution) -> None:
    """Show a contribution again that was deleted; one that shows stays as it is.

    A story that its teller had not approved waits for them again.

    Raises:
        Refusal: when the actor does not curate the community.
    """
    row = locked_contribution(contribution.pk)
    rules.curate.require(actor, row)
    if row.state != State.DELETED:
        return
    asked = asks_teller(row)
    row.state, row.deleted_at, row.deleted_by = State.WAITING if asked else State.PUBLISHED, None, None
    row.save(update_fields=["state", "deleted_at", "deleted_by"])
    if not asked:
        count_published(row, row.last_activity_at)
    activity.record(Verb.CONTRIBUTION_RESTORED, actor=actor, target=row, community=row.community_id)


@transaction.atomic
def restore_answer(*, actor: Actor, answer: Answer) -> None:
    """Show an answer again with the comments under it. One that had helped counts as such no longer.

    Raises:
        Refusal: like :func:`restore_contribution`.
    """
    question = locked_contribution(answer.contribution_id)
    rules.curate.require(actor, question)
    row = Answer.objects.get(pk=answer.pk)
    if row.deleted_at is None:
        return
    row.deleted_at, row.deleted_by, row.accepted_at, row.accepted_by = None, None, None, None
    row.save(update_fields=["deleted_at", "deleted_by", "accepted_at", "accepted_by"])
    _count(row)
    activity.record(
        Verb.ANSWER_RESTORED, actor=actor, target=row, community=row.community_id, data={"contribution": question.pk}
    )
    _waits_no_more(row, actor)


@transaction.atomic
def restore_comment(*, actor: Actor, comment: Comment) -> None:
    """Show a comment again.

    Raises:
        Refusal: like :func:`restore_contribution`.
    """
    contribution = locked_contribution(comment.contribution_id)
    rules.curate.require(actor, contribution)
    row = Comment.objects.select_related("answer").get(pk=comment.pk)
    if row.deleted_at is None:
        return
    row.deleted_at, row.deleted_by = None, None
    row.save(update_fields=["deleted_at", "deleted_by"])
    _count(row)
    activity.record(
        Verb.COMMENT_RESTORED,
        actor=actor,
        target=row,
        community=row.community_id,
        data={"contribution": contribution.pk, "answer": row.answer_id},
    )
    _waits_no_more(row, actor)


def _waits_no_more(row: Answer | Comment, actor: Actor) -> None:
    """What waited for a host when it was deleted has nobody any more who would release it: who brings it back read it,
    so everybody sees it."""
    hold = Hold.objects.filter(about(row)).select_related("writer").order_by("-pk").first()
    if row.state == State.HELD and hold is not None and hold.ended_at is not None:
        let_out(locked(row), hold, actor=actor)


def _count(row: Answer | Comment) -> None:
    if row.state == State.PUBLISHED:
        count_reply(row, up=True)
        reference.again(row)
    else:
        count_withheld(row, up=True)
