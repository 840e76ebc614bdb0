"""Learning who wrote something without their name, by two people and with a reason that the person reads."""

from __future__ import annotations

import uuid

from django.db import transaction

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.governance.actions.step import earlier, locked, write_down
from gilde.governance.enums import StepKind, Verb
from gilde.governance.models import Case, Disclosure
from gilde.governance.rules import disclosure as rules


@transaction.atomic
def propose(*, actor: Actor, case: Case, reason: str, client_id: uuid.UUID | None = None) -> Case:
    """Ask the others whether one of them agrees that two of them learn the name. It lapses after seven days.

    Args:
        reason: what the name is needed for; the person it is about reads it if it comes to that.

    Raises:
        Refusal: the actor does not handle the case, it has a name, or somebody asks already.
    """
    row = locked(case)
    if earlier(actor, client_id):
        return row
    rules.propose.require(actor, row)
    row.disclosures.filter(ended_at=None).update(ended_at=now())  # what lapsed
    Disclosure.objects.create(case=row, proposed_by_id=actor.person_id or 0, reason=reason)
    write_down(row, StepKind.NAME_ASKED, actor, text=reason, client_id=client_id)
    activity.record(Verb.NAME_ASKED, actor=actor, target=row, community=row.community_id)
    return row


@transaction.atomic
def agree(*, actor: Actor, disclosure: Disclosure, client_id: uuid.UUID | None = None) -> Disclosure:
    """Agree: from now on the two know the name, and the person is told who they are and why.

    Raises:
        Refusal: the actor asked for it or has a part in the case, or it lapsed.
    """
    case = locked(disclosure.case)
    row = _fresh(disclosure, case)
    if earlier(actor, client_id):
        return row
    rules.agree.require(actor, row)
    row.agreed_by_id, row.agreed_at = actor.person_id, now()
    row.save(update_fields=["agreed_by", "agreed_at"])
    if case.about_told_at is None:
        case.about_told_at = now()
        case.save(update_fields=["about_told_at"])
    write_down(case, StepKind.NAME_LIFTED, actor, client_id=client_id)
    data = {"with": row.proposed_by_id}
    activity.record(Verb.NAME_LIFTED, actor=actor, target=case, community=case.community_id, data=data)
    return row


@transaction.atomic
def withdraw(*, actor: Actor, disclosure: Disclosure, client_id: uuid.UUID | None = None) -> Disclosure:
    """Withdraw a proposal that nobody agreed to.

    Raises:
        Refusal: somebody else made it, or it holds no longer.
    """
    case = locked(disclosure.case)
    row = _fresh(disclosure, case)
    if earlier(actor, client_id):
        return row
    rules.withdraw.require(actor, row)
    row.ended_at = now()
    row.save(update_fields=["ended_at"])
    write_down(case, StepKind.NAME_WITHDRAWN, actor, client_id=client_id)
    activity.record(Verb.NAME_WITHDRAWN, actor=actor, target=case, community=case.community_id)
    return row


def _fresh(disclosure: Disclosure, case: Case) -> Disclosure:
    row = Disclosure.objects.select_related("proposed_by__account").get(pk=disclosure.pk)
    row.case = case
    return row
