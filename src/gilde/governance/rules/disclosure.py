"""Rules about learning who wrote something without their name: never one person, never without a reason.

Everybody who may judge the case can be one of the two, the operator always: if the operator could only step in where
other hosts cannot, their being asked would say that one of the hosts has a part in it.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.governance.models import Case, Disclosure
from gilde.governance.queries.judge import became_judge_after
from gilde.governance.rules.case import judge
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for


@rule
def propose(actor: Actor, case: Case) -> Reason:
    """Who handles a case about something that was written without a name, as long as nobody else asks."""
    reason = judge.reason(actor, case)
    if reason:
        return reason
    if case.asker_id is None:
        return _("This was not written without a name.")
    if case.handler_id != actor.person_id:
        return _("Only the person who handles this can ask to know who wrote it.")
    present = case.disclosures.filter(ended_at=None).first()
    if present is not None and present.agreed_at is not None:
        return _("Two people know it already.")
    if present is not None and present.waits:
        return _("You have asked this already. It waits for another person.")
    return None


@rule
def agree(actor: Actor, row: Disclosure) -> Reason:
    """Another person who may judge the case, while the first still may.

    Neither is somebody who became a host after the report, unless the operator is the other: else one host could
    appoint a second account of theirs and be both.
    """
    reason = judge.reason(actor, row.case)
    if reason:
        return reason
    if row.agreed_at is not None:
        return _("Two people know it already.")
    if row.proposed_by_id == actor.person_id:
        return _("You asked for this, so another host or the operator decides with you.")
    first = _as_actor(row.proposed_by)
    if not row.waits or row.proposed_by.state != PersonState.ACTIVE or not judge.allows(first, row.case):
        return _("This proposal no longer holds.")
    if actor.is_operator:
        return None
    if _is_new(actor, row.case):
        return _("You became a host after this was reported, so someone else decides.")
    if not first.is_operator and _is_new(first, row.case):
        return _("Who asks became a host after this was reported, so the operator decides with them.")
    return None


@rule
def withdraw(actor: Actor, row: Disclosure) -> Reason:
    """Who proposed it, as long as nobody agreed."""
    if row.agreed_at is not None:
        return _("Two people know it already.")
    if row.proposed_by_id != actor.person_id:
        return _("Only the person who asked for this can withdraw it.")
    return None if row.ended_at is None else _("This proposal no longer holds.")


def _is_new(actor: Actor, case: Case) -> bool:
    return became_judge_after(actor.person_id, case.community_id, case.opened_at)


def _as_actor(person: Person) -> Actor:
    return actor_for(person, person.account)
