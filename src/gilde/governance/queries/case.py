"""Reads of cases, for those who handle them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q

from gilde.communities.models import Community
from gilde.communities.queries.keyset import After
from gilde.core.actor import Actor
from gilde.governance.models import Appeal, Case, Report, Step
from gilde.people.models import Person

PAGE: Final = 30


_APPEALED = Exists(Appeal.objects.filter(case=OuterRef("pk"), decided_at__isnull=True))
_WAITS = Q(decided_at__isnull=True) | Q(appealed=True)


@dataclass(frozen=True)
class Cases:
    """What waits, the longest first, and a page of what was decided; ``after`` is the key of its next page."""

    waiting: Sequence[Case]
    decided: Sequence[Case]
    after: str


def cases(actor: Actor, community: Community | None, *, after: After | None = None) -> Cases:
    """The cases the actor handles in ``community``, or everywhere; two statements however many there are."""
    rows = Case.objects.visible_to(actor).select_related("community", "handler", "about")
    if community is not None:
        rows = rows.filter(community=community)
    rows = rows.annotate(appealed=_APPEALED)
    waiting = list(rows.filter(_WAITS).order_by("opened_at", "pk")[:200])
    decided = rows.filter(decided_at__isnull=False, appealed=False)
    if after is not None:
        decided = decided.filter(after.older("decided_at"))
    page = list(decided.order_by("-decided_at", "-pk")[: PAGE + 1])
    last = page[PAGE - 1] if len(page) > PAGE else None
    key = str(After(last.decided_at, last.pk)) if last is not None and last.decided_at is not None else ""
    return Cases(waiting, page[:PAGE], key)


def waiting_for(actor: Actor, community: Community) -> int:
    """How many cases of ``community`` wait for the actor; one statement."""
    rows = Case.objects.visible_to(actor).filter(community=community).annotate(appealed=_APPEALED)
    return rows.filter(_WAITS).count()


@dataclass(frozen=True)
class Whole:
    """A case with everything in it. ``reports`` name their makers only to whoever handles it."""

    case: Case
    reports: Sequence[Report]
    steps: Sequence[Step]
    appeals: Sequence[Appeal]
    stands: Standing
    names: bool
    url: str


@dataclass(frozen=True)
class Standing:
    """The decision on a case that holds now: its reasons, when, by whom, and whether an appeal put it there."""

    reasons: str
    at: datetime | None
    by: Person | None
    is_second: bool


def standing(case: Case, appeals: Sequence[Appeal]) -> Standing:
    """The decision on ``case`` that holds: the first, or what came in its place after one of its ``appeals``."""
    changed = [row for row in appeals if row.changed]
    if not changed:
        return Standing(case.reasons, case.decided_at, case.decided_by, is_second=False)
    last = max(changed, key=lambda row: (row.decided_at or case.opened_at, row.pk))
    return Standing(last.reasons, last.decided_at, last.decided_by, is_second=True)


def whole(actor: Actor, case: Case) -> Whole:
    """Everything in ``case``, which was fetched through ``visible_to``; three statements."""
    appeals = list(case.appeals.select_related("person", "decided_by"))
    return Whole(
        case=case,
        reports=list(case.reports.select_related("reporter").order_by("pk")),
        steps=list(case.steps.select_related("by")),
        appeals=appeals,
        stands=standing(case, appeals),
        names=case.handler_id is not None and case.handler_id == actor.person_id,
        url=case.address,
    )
