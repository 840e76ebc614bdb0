"""Reporting something."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction
from django.db.models import F

from gilde.communities.models import Community
from gilde.core import activity
from gilde.core.actor import SYSTEM, Actor
from gilde.core.idempotency import first_result
from gilde.core.reportables import Reported
from gilde.governance.actions.step import write_down
from gilde.governance.enums import StepKind, Verb
from gilde.governance.models import Case, Report
from gilde.governance.rules import report as rules


@transaction.atomic
def report(
    *,
    actor: Actor,
    kind: str,
    number: int,
    thing: Reported,
    rule: str,
    words: str,
    client_id: uuid.UUID | None = None,
) -> Report:
    """Say that something is not right, once per ``client_id`` and once per undecided case.

    Reports of the same thing in the same community join one case until it is decided. The log does not say who
    reported.

    Args:
        kind, number: of the thing (``core.reportables``).
        thing: what it says now, as the actor sees it.
        rule: the agreement it breaks, as it was offered; may be empty.
        words: in the reporter's own words.

    Raises:
        Refusal: a visitor, or something of one's own.
    """
    earlier = first_result(Report, client_id=client_id, reporter_id=actor.person_id)
    if earlier is not None:
        return earlier
    rules.report.require(actor, thing)
    case, is_new = _case_of(kind, number, thing)
    row, is_first = Report.objects.get_or_create(
        case=case,
        reporter_id=actor.person_id,
        defaults={"rule": rule, "words": words, "client_id": client_id or uuid.uuid4()},
    )
    if not is_first:
        return row
    Case.objects.filter(pk=case.pk).update(report_count=F("report_count") + 1)
    write_down(case, StepKind.OPENED if is_new else StepKind.JOINED)
    activity.record(
        Verb.REPORTED, actor=SYSTEM, target=case, community=case.community_id, data={"kind": kind, "number": number}
    )
    return row


def _case_of(kind: str, number: int, thing: Reported) -> tuple[Case, bool]:
    """The undecided case about this thing, locked; made when there is none."""
    rows = Case.objects.undecided().select_for_update(of=("self",)).filter(subject_kind=kind, subject_id=number)
    rows = rows.filter(community=thing.community_id)  # what has moved is no business of those who judged it before
    found = rows.first()
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            case = Case.objects.create(
                subject_kind=kind,
                subject_id=number,
                community_id=thing.community_id,
                about_id=thing.person_id,
                asker_id=thing.unnamed_id,
                title=thing.title[:200],
                said=thing.said,
                address=thing.url[:400],
            )
    except IntegrityError:
        return rows.get(), False  # someone reported it in the same instant
    Community.objects.filter(pk=case.community_id or 0).update(open_case_count=F("open_case_count") + 1)
    return case, True
