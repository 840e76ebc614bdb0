"""Appealing against a decision, and deciding on that."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import F

from gilde.communities.models import Community
from gilde.core import activity
from gilde.core.actor import SYSTEM, Actor
from gilde.core.clock import now
from gilde.governance.actions.case import carry_out, undo
from gilde.governance.actions.step import earlier, locked, write_down
from gilde.governance.enums import Outcome, StepKind, Verb
from gilde.governance.models import Appeal, Case
from gilde.governance.rules import appeal as rules
from gilde.governance.rules import case as case_rules


@transaction.atomic
def appeal(*, actor: Actor, case: Case, words: str) -> Appeal:
    """Ask another person to look at the decision again. A second time the first one is the answer.

    Raises:
        Refusal: no decision, too long ago, or no part in it.
    """
    row = locked(case)
    before = row.appeals.filter(person_id=actor.person_id or 0).first()
    if before is not None:
        return before
    rules.appeal.require(actor, row)
    made = Appeal.objects.create(case=row, person_id=actor.person_id or 0, words=words)
    write_down(row, StepKind.APPEALED, text=words)
    Community.objects.filter(pk=row.community_id or 0).update(open_case_count=F("open_case_count") + 1)
    activity.record(Verb.APPEALED, actor=SYSTEM, target=row, community=row.community_id)
    return made


@transaction.atomic
def decide(
    *, actor: Actor, appeal: Appeal, outcome: Outcome, reasons: str, client_id: uuid.UUID | None = None
) -> Appeal:
    """Let the decision stand, or put another in its place: what was done is undone and the new one carried out.

    Once per ``client_id``.

    Raises:
        Refusal: the actor decided before, or has a part in it.
    """
    case = locked(appeal.case)
    row = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    row.case = case
    if earlier(actor, client_id):
        return row
    rules.decide.require(actor, row)
    case_rules.fits.require(case, outcome)
    case_rules.touches.require(actor, case, outcome)
    rules.lighter.require(case, outcome)
    row.changed = outcome != case.outcome
    row.reasons, row.decided_at, row.decided_by_id = reasons, now(), actor.person_id
    row.save(update_fields=["changed", "reasons", "decided_at", "decided_by"])
    if row.changed:
        undo(actor, case)
        case.outcome = outcome
        if outcome != Outcome.NOTHING and case.about_told_at is None:
            case.about_told_at = now()
        case.save(update_fields=["outcome", "about_told_at"])
        carry_out(actor, case)
    write_down(case, StepKind.APPEAL_DECIDED, actor, text=reasons, client_id=client_id)
    Community.objects.filter(pk=case.community_id or 0, open_case_count__gt=0).update(
        open_case_count=F("open_case_count") - 1
    )
    activity.record(
        Verb.APPEAL_DECIDED, actor=actor, target=case, community=case.community_id, data={"changed": row.changed}
    )
    return row
