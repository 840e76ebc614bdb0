"""What someone reported themselves, and what was reported about them: as far as each side may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from gilde.core.actor import Actor
from gilde.governance.enums import Side, StepKind
from gilde.governance.models import Appeal, Case, Disclosure, Report, Step
from gilde.governance.models.case import wrote_q
from gilde.governance.queries.case import Standing, standing
from gilde.governance.queries.disclosure import lifted

_MOST: Final = 200


@dataclass(frozen=True)
class Mine:
    """Reports of one's own with their cases, and cases about oneself; newest first."""

    reports: Sequence[Report]
    about: Sequence[Case]


def mine(actor: Actor) -> Mine:
    """Both lists; two statements."""
    reports = Report.objects.filter(reporter_id=actor.person_id or 0).select_related("case__community")
    about = Case.objects.told_to(actor).filter(wrote_q(actor.person_id)).select_related("community")
    return Mine(list(reports.order_by("-pk")[:_MOST]), list(about.order_by("-pk")[:_MOST]))


@dataclass(frozen=True)
class MyCase:
    """One case as one side sees it: no names, no notes, no words of the other side.

    Attributes:
        is_about_me: the reader wrote what was reported; otherwise they reported it.
        said: what it is about, when the reader wrote it or can still read it.
        messages: those to the reader's side.
        stands: the decision that holds now, which may have come after an appeal of either side.
        looked_again: appeals of others after which it stood: their reasons are read, their words are not.
        lifted: who learned the reader's name and why, if they wrote without it.
    """

    case: Case
    is_about_me: bool
    report: Report | None
    messages: Sequence[Step]
    appeal: Appeal | None
    stands: Standing
    looked_again: Sequence[Appeal]
    lifted: Disclosure | None


def my_case(actor: Actor, case: Case) -> MyCase:
    """``case``, which was fetched through ``told_to``, for this reader; at most four statements."""
    is_about_me = case.is_of(actor.person_id)
    side = Side.REPORTED if is_about_me else Side.REPORTER
    report = None if is_about_me else case.reports.filter(reporter_id=actor.person_id).first()
    appeals = list(case.appeals.all())
    own = next((row for row in appeals if row.person_id == actor.person_id), None)
    since = Q(at__gte=report.at) if report is not None else Q()
    return MyCase(
        case=case,
        is_about_me=is_about_me,
        report=report,
        messages=list(case.steps.filter(since, kind=StepKind.MESSAGE, to=side)),
        appeal=own,
        stands=standing(case, appeals),
        looked_again=[row for row in appeals if row != own and row.changed is False],
        lifted=lifted(case) if case.asker_id is not None and case.asker_id == actor.person_id else None,
    )
