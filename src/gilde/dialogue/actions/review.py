"""What a host decides about something that waited: let everybody see it, or take it away with a sentence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.rules import Refusal
from gilde.dialogue.actions import reference
from gilde.dialogue.actions.answer import delete_answer
from gilde.dialogue.actions.comment import delete_comment
from gilde.dialogue.actions.contribution import delete
from gilde.dialogue.actions.hold import count
from gilde.dialogue.actions.published import count_published, count_reply, count_withheld, stir
from gilde.dialogue.actions.read_mark import has_read
from gilde.dialogue.actions.text import render
from gilde.dialogue.actions.unnamed import as_heard
from gilde.dialogue.actions.withheld import Said, locked, show_again
from gilde.dialogue.enums import HoldOutcome, State, Verb
from gilde.dialogue.models import Answer, Comment, Contribution, Hold
from gilde.dialogue.queries.hold import files_of, version_of
from gilde.dialogue.queries.standing import approved_by
from gilde.dialogue.rules import hold as rules
from gilde.people.queries.actor import actor_for


@transaction.atomic
def release(*, actor: Actor, hold: Hold, seen: str | None = None) -> Hold:
    """Let everybody see it. A second time, or after another host decided, changes nothing.

    What never showed before is published now, with everything that sharing does, once; what was seen before comes back
    where it stood.

    Args:
        seen: what the host read, as :func:`~gilde.dialogue.queries.hold.version_of` says it; when not given, it is not
            asked.

    Raises:
        Refusal: when the actor does not keep order there, or wrote it, a decision hides it, or it was edited since.
    """
    row = _locked(hold)
    rules.decide.require(actor, row)
    if row.ended_at is not None:
        return row
    said = locked(row.said)
    if said.state == State.HIDDEN and said.deleted_at is None:
        raise Refusal(_("A decision hides this. It can be published once that has ended."))
    if seen is not None and seen != version_of(said, files_of(actor, [row]).get(row.pk, ())):
        raise Refusal(_("This was edited after you opened the page. Read it again first."))
    _end(row, actor, HoldOutcome.RELEASED)
    if said.state != State.HELD or said.deleted_at is not None:
        return row
    let_out(said, row, actor=actor)
    activity.record(Verb.HOLD_ENDED, actor=actor, target=row, community=row.community_id, data=_data(row))
    return row


@transaction.atomic
def remove(*, actor: Actor, hold: Hold, note: str) -> Hold:
    """Take it away, with a sentence that the person who wrote it reads. A second time changes nothing.

    Raises:
        Refusal: like :func:`release`, or without a sentence.
    """
    row = _locked(hold)
    rules.remove.require(actor, row, note)
    if row.ended_at is not None:
        return row
    row.note = note.strip()[:500]
    said = locked(row.said)
    _end(row, actor, HoldOutcome.REMOVED)
    _delete(said, actor)
    activity.record(Verb.HOLD_ENDED, actor=actor, target=row, community=row.community_id, data=_data(row))
    return row


def let_out(said: Said, hold: Hold, *, actor: Actor) -> None:
    """Everybody sees the locked ``said``, which ``hold`` kept back until it ended; part of a larger action."""
    writer = actor_for(hold.writer)
    if hold.first:
        _publish(said, writer)
    else:
        show_again(actor=actor, row=said)
    if not isinstance(said, Contribution):
        _refer(said, writer)


def _locked(hold: Hold) -> Hold:
    # The contribution first, like everything that is said in it: two hosts decide one after the other.
    locked(hold.contribution)
    rows = Hold.objects.select_for_update(of=("self",))
    return rows.select_related("contribution", "answer", "comment", "community", "writer").get(pk=hold.pk)


def _end(row: Hold, actor: Actor, outcome: HoldOutcome) -> None:
    row.ended_at, row.ended_by_id, row.outcome = now(), actor.person_id, outcome
    row.save(update_fields=["ended_at", "ended_by", "outcome", "note"])
    count(row.community_id)


def _data(row: Hold) -> dict[str, object]:
    return {"contribution": row.contribution_id, "outcome": row.outcome, "first": row.first}


def _delete(said: Said, actor: Actor) -> None:
    # In the name that decided, also about words of their own without it: two names in one moment would tell who it was.
    if isinstance(said, Contribution):
        delete(actor=actor, contribution=said, heard=actor)
    elif isinstance(said, Answer):
        delete_answer(actor=actor, answer=said, heard=actor)
    else:
        delete_comment(actor=actor, comment=said, heard=actor)


def _publish(said: Said, writer: Actor) -> None:
    """What sharing does, at this moment: whoever reads from here on meets it as new."""
    at = now()
    said.state, said.created_at = State.PUBLISHED, at
    if isinstance(said, Contribution):
        _publish_contribution(said, writer, at)
        return
    said.save(update_fields=["state", "created_at"])
    count_withheld(said, up=False)
    count_reply(said, up=True)
    contribution = said.contribution
    under = said.answer if isinstance(said, Comment) else None
    if contribution.state == State.DELETED or (under is not None and under.deleted_at is not None):
        return  # nobody is there to hear of it
    stir(contribution, at)
    has_read(person_id=writer.person_id, contribution_id=contribution.pk, at=at)
    data: dict[str, object] = {"contribution": contribution.pk}
    if isinstance(said, Comment):
        data["answer"] = said.answer_id
    activity.record(
        Verb.COMMENTED if isinstance(said, Comment) else Verb.ANSWERED,
        actor=as_heard(writer, contribution),
        target=said,
        community=said.community_id,
        data=data,
    )


def _publish_contribution(row: Contribution, writer: Actor, at: datetime) -> None:
    teller = approved_by(row)
    row.last_activity_at = at
    row.save(update_fields=["state", "created_at", "last_activity_at"])
    count_published(row, at)
    has_read(person_id=writer.person_id, contribution_id=row.pk, at=at)
    if teller is not None:
        activity.record(Verb.STORY_APPROVED, actor=actor_for(teller.person), target=row, community=row.community_id)
        return
    data = {"kind": row.kind, "waits": False}
    activity.record(Verb.CONTRIBUTED, actor=as_heard(writer, row), target=row, community=row.community_id, data=data)


def _refer(said: Answer | Comment, writer: Actor) -> None:
    """Whom it names and what it links to, as far as its writer may know it now."""
    here: dict[str, Answer | Comment] = {"answer" if isinstance(said, Answer) else "comment": said}
    references = render(said.body, actor=writer).references
    reference.record(said.contribution, references, actor=writer, **here)  # type: ignore[arg-type]
