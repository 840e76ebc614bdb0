"""Rules about appeals: asked by those a decision concerns, decided by someone else than who decided before."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.rules import Reason, rule
from gilde.governance.enums import Outcome
from gilde.governance.models import Appeal, Case
from gilde.governance.rules.case import judge

WITHIN: Final = timedelta(days=30)
"""So long after a decision one may appeal."""


@rule
def appeal(actor: Actor, case: Case) -> Reason:
    """Those who have a part in it and were told the decision, once each, within thirty days."""
    if actor.person_id is None or not Case.objects.told_to(actor).filter(pk=case.pk).exists():
        return _("This is not for you to appeal.")
    if case.decided_at is None:
        return _("There is no decision yet.")
    if case.decided_at < now() - WITHIN:
        return _("The decision is more than thirty days old, so it stands.")
    if case.appeals.filter(person_id=actor.person_id).exists():
        return _("You have appealed already.")
    return None


@rule
def lighter(case: Case, outcome: str) -> Reason:
    """An appeal makes no new measure against a person."""
    if outcome == Outcome.SANCTION and case.outcome != Outcome.SANCTION:
        return _("An appeal cannot end in a measure that was not decided before.")
    return None


@rule
def decide(actor: Actor, row: Appeal) -> Reason:
    """Another host or the operator: not who decided, not who is part of it."""
    reason = judge.reason(actor, row.case)
    if reason:
        return reason
    if row.decided_at is not None:
        return _("This was decided already.")
    if actor.person_id == row.case.decided_by_id:
        return _("You made this decision, so another host or the operator looks at the appeal.")
    return None
