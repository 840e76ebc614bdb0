"""Reports and cases for tests, made by the actions that pages use."""

from __future__ import annotations

import uuid

from gilde.core.actor import Actor
from gilde.core.reportables import reportables
from gilde.dialogue.models import Answer, Comment, Compliment, Contribution
from gilde.governance.actions import case as cases
from gilde.governance.actions import report as reports
from gilde.governance.enums import Outcome
from gilde.governance.models import Case, Report
from gilde.people.models import Person

Thing = Contribution | Answer | Comment | Compliment | Person


def make_report(actor: Actor, thing: Thing, words: str = "This is not how we speak here.", rule: str = "") -> Report:
    """What ``actor`` reports about ``thing``."""
    kind = "profile" if isinstance(thing, Person) else thing._meta.model_name or ""
    found = reportables()[kind].find(actor, thing.pk)
    assert found is not None
    return reports.report(
        actor=actor, kind=kind, number=thing.pk, thing=found, rule=rule, words=words, client_id=uuid.uuid4()
    )


def make_case(actor: Actor, thing: Thing) -> Case:
    """The case that this report opens or joins."""
    return make_report(actor, thing).case


def decided(host: Actor, case: Case, outcome: Outcome = Outcome.REMOVE, reasons: str = "We agreed to be kind.") -> Case:
    """``case``, taken on and decided by ``host``."""
    cases.take(actor=host, case=case)
    return cases.decide(actor=host, case=case, outcome=outcome, rule="", reasons=reasons)
