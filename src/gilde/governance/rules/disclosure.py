"""Rules about learning who wrote something without their name: never one person, never without a reason.

Everybody who may judge the case can be one of the two, the operator always: if the operator could only step in where
other hosts cannot, their being asked would say that one of the hosts has a part in it.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.governance.models import Case, Disclosure
from gilde.governance.rules.case import judge
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
    """Another person who may judge the case, while the first still may."""
    reason = judge.reason(actor, row.case)
    if reason:
        return reason
    if row.agreed_at is not None:
        return _("Two people know it already.")
    if row.proposed_by_id == actor.person_id:
        return _("You asked for this, so another host or the operator decides with you.")
    if not row.waits or not judge.allows(_as_actor(row.proposed_by), row.case):
        return _("This proposal no longer holds.")
    return None


@rule
def withdraw(actor: Actor, row: Disclosure) -> Reason:
    """Who proposed it, as long as nobody agreed."""
    if row.agreed_at is not None:
        return _("Two people know it already.")
    if row.proposed_by_id != actor.person_id:
        return _("Only the person who asked for this can withdraw it.")
    return None if row.ended_at is None else _("This proposal no longer holds.")


def _as_actor(person: Person) -> Actor:
    return actor_for(person, person.account)
