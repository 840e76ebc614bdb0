"""Handling a case: taking it on, notes, messages, the decision. Each once per ``client_id``."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from gilde.communities.actions.restriction import end, restrict
from gilde.communities.enums import RestrictionKind
from gilde.communities.models import Community
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.reportables import reportables
from gilde.governance.actions.step import earlier, locked, write_down
from gilde.governance.enums import Outcome, Side, StepKind, Verb
from gilde.governance.models import Case, Step
from gilde.governance.rules import case as rules


@transaction.atomic
def take(*, actor: Actor, case: Case, client_id: uuid.UUID | None = None) -> Case:
    """Take a case on: from now on one person handles it. Twice is once.

    Raises:
        Refusal: the actor is part of it, or someone else handles it.
    """
    row = locked(case)
    if earlier(actor, client_id):
        return row
    rules.take.require(actor, row)
    if row.handler_id is None:
        row.handler_id, row.taken_at = actor.person_id, now()
        row.save(update_fields=["handler", "taken_at"])
        write_down(row, StepKind.TAKEN, actor, client_id=client_id)
        activity.record(Verb.CASE_TAKEN, actor=actor, target=row, community=row.community_id)
    return row


@transaction.atomic
def release(*, actor: Actor, case: Case, client_id: uuid.UUID | None = None) -> Case:
    """Give a case back, so that someone else can take it on.

    Raises:
        Refusal: the actor does not handle it.
    """
    row = locked(case)
    if earlier(actor, client_id):
        return row
    rules.handle.require(actor, row)
    row.handler, row.taken_at = None, None
    row.save(update_fields=["handler", "taken_at"])
    write_down(row, StepKind.RELEASED, actor, client_id=client_id)
    activity.record(Verb.CASE_RELEASED, actor=actor, target=row, community=row.community_id)
    return row


@transaction.atomic
def note(*, actor: Actor, case: Case, text: str, client_id: uuid.UUID | None = None) -> Step:
    """Leave a note for those who handle the case.

    Raises:
        Refusal: the actor does not judge it.
    """
    row = locked(case)
    before = earlier(actor, client_id)
    if before is not None:
        return before
    rules.note.require(actor, row)
    step = write_down(row, StepKind.NOTE, actor, text=text, client_id=client_id)
    activity.record(Verb.CASE_NOTED, actor=actor, target=row, community=row.community_id)
    return step


@transaction.atomic
def message(*, actor: Actor, case: Case, to: Side, text: str, client_id: uuid.UUID | None = None) -> Step:
    """Write to those who reported it, or to the person it is about, who knows of the case from then on.

    Raises:
        Refusal: the actor does not handle it.
    """
    row = locked(case)
    before = earlier(actor, client_id)
    if before is not None:
        return before
    rules.message.require(actor, row, to)
    step = write_down(row, StepKind.MESSAGE, actor, to=to, text=text, client_id=client_id)
    if to == Side.REPORTED:
        _tell(row)
    activity.record(Verb.CASE_MESSAGE, actor=actor, target=row, community=row.community_id, data={"to": to.value})
    return step


@dataclass(frozen=True)
class Measure:
    """What somebody may not do for a while.

    Attributes:
        everywhere: on the whole installation, which the operator alone decides.
        also_removes: what was reported is removed, too.
    """

    kind: RestrictionKind
    lasts: timedelta
    everywhere: bool = False
    also_removes: bool = False


@transaction.atomic
def decide(
    *,
    actor: Actor,
    case: Case,
    outcome: Outcome,
    rule: str,
    reasons: str,
    measure: Measure | None = None,
    client_id: uuid.UUID | None = None,
) -> Case:
    """Decide, with reasons that both sides read. The person it is about is told unless nothing comes of it.

    Args:
        measure: what the person may not do, when the outcome is a sanction.

    Raises:
        Refusal: the actor does not handle it, or the outcome does not fit this kind of thing.
    """
    row = locked(case)
    if earlier(actor, client_id):
        return row
    rules.decide.require(actor, row, outcome)
    rules.measured.require(actor, row, outcome, measure is not None, measure is not None and measure.everywhere)
    row.outcome, row.rule, row.reasons = outcome, rule, reasons
    row.decided_at, row.decided_by_id = now(), actor.person_id
    row.save(update_fields=["outcome", "rule", "reasons", "decided_at", "decided_by"])
    if outcome != Outcome.NOTHING:
        _tell(row)
    carry_out(actor, row, measure)
    write_down(row, StepKind.DECIDED, actor, text=reasons, client_id=client_id)
    Community.objects.filter(pk=row.community_id or 0, open_case_count__gt=0).update(
        open_case_count=F("open_case_count") - 1
    )
    activity.record(
        Verb.CASE_DECIDED, actor=actor, target=row, community=row.community_id, data={"outcome": outcome.value}
    )
    return row


def carry_out(actor: Actor, case: Case, measure: Measure | None = None) -> None:
    """Do what was decided. Part of a larger action: call it inside its transaction.

    The case keeps what this decision, or another one about the same thing, did: what its author or a host took away
    before is theirs, and no appeal brings it back.
    """
    kind = reportables().get(case.subject_kind)
    also = measure is not None and measure.also_removes and rules.touches.allows(actor, case, Outcome.REMOVE)
    wanted = case.outcome == Outcome.REMOVE or also
    if wanted and kind is not None and kind.remove is not None:
        case.removed = kind.remove(actor, case.subject_id) or Case.objects.beside(case).filter(removed=True).exists()
    if case.outcome == Outcome.HIDE and kind is not None and kind.hide is not None:
        done = Q(hidden=True) | Q(removed=True)
        case.hidden = kind.hide(actor, case.subject_id) or Case.objects.beside(case).filter(done).exists()
    if case.outcome == Outcome.SANCTION and measure is not None and case.about_id is not None:
        case.restriction = restrict(
            actor=actor,
            person_id=case.about_id,
            community=None if measure.everywhere else case.community,
            kind=measure.kind,
            lasts=measure.lasts,
        )
    case.save(update_fields=["removed", "hidden", "restriction"])


def undo(actor: Actor, case: Case) -> None:
    """Undo what was decided, as far as no other decision asks the same. Part of a larger action, like
    :func:`carry_out`."""
    kind = reportables().get(case.subject_kind)
    was_removed, was_hidden = case.removed, case.hidden
    case.removed = case.hidden = False
    case.save(update_fields=["removed", "hidden"])
    still_removed = Case.objects.beside(case).filter(removed=True).exists()
    if was_removed and not still_removed and kind is not None and kind.restore is not None:
        kind.restore(actor, case.subject_id)
    if was_removed or was_hidden:
        _show_or_hide(actor, case)
    if case.restriction is not None:
        end(actor=actor, restriction=case.restriction)


def _show_or_hide(actor: Actor, case: Case) -> bool:
    """Hidden while another decision hides it, in sight otherwise; whether everybody may see it as far as cases go."""
    kind = reportables().get(case.subject_kind)
    hidden = Case.objects.beside(case).filter(hidden=True).exists()
    if hidden and kind is not None and kind.hide is not None:
        kind.hide(actor, case.subject_id)
    elif not hidden and kind is not None and kind.show is not None:
        kind.show(actor, case.subject_id)
    return not hidden


@transaction.atomic
def lift(*, actor: Actor, case: Case, client_id: uuid.UUID | None = None) -> Case:
    """End the measure of this decision before its time; the person it held for is told. Twice is once.

    Raises:
        Refusal: the actor does not judge this case.
    """
    row = locked(case)
    if earlier(actor, client_id):
        return row
    rules.note.require(actor, row)
    if row.restriction is not None and row.restriction.holds:
        end(actor=actor, restriction=row.restriction)
        write_down(row, StepKind.LIFTED, actor, client_id=client_id)
        to = Side.REPORTED.value
        activity.record(Verb.SANCTION_LIFTED, actor=actor, target=row, community=row.community_id, data={"to": to})
    return row


@transaction.atomic
def put_back(*, actor: Actor, case: Case, client_id: uuid.UUID | None = None) -> Case:
    """Let everybody see again what this decision hid; the decision stays as it was said. The author is told.

    While another decision hides it too it stays out of sight; the author hears of it when that one has ended.

    Raises:
        Refusal: the actor does not judge this case, or nothing is hidden by it.
    """
    row = locked(case)
    if earlier(actor, client_id):
        return row
    rules.put_back.require(actor, row)
    row.hidden = False
    row.save(update_fields=["hidden"])
    shows = _show_or_hide(actor, row)
    write_down(row, StepKind.PUT_BACK, actor, client_id=client_id)
    if shows:
        to = Side.REPORTED.value
        activity.record(Verb.PUT_BACK, actor=actor, target=row, community=row.community_id, data={"to": to})
    return row


def _tell(case: Case) -> None:
    if case.about_told_at is None:
        case.about_told_at = now()
        case.save(update_fields=["about_told_at"])
