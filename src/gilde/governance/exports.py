"""What governance holds about a person: their reports and appeals, and decisions about them, without other names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.core.exports import Part, Records
from gilde.governance.enums import Side, StepKind
from gilde.governance.models import Appeal, Case, Disclosure, Report, Step
from gilde.governance.models.case import wrote_q
from gilde.governance.queries.agreement import agreement
from gilde.governance.queries.case import standing

_PIECE: Final = 200  # rows that are read at once


def export(person_id: int) -> Iterator[Part]:
    """Reports, what was reported about me as far as I was told, messages to me, and appeals."""
    yield Records("reports", _("What I reported"), _reports(person_id), _REPORT)
    yield Records("reported", _("What was reported about me"), _about(person_id), _CASE)
    yield Records("report-messages", _("Messages about reports"), _messages(person_id), _MESSAGE)
    yield Records("appeals", _("My appeals"), _appeals(person_id), _APPEAL)
    yield Records("name-lifted", _("Who learned my name"), _lifted(person_id), _LIFTED)


_REPORT = {
    "of": _("Of what"), "rule": _("Agreement"), "words": _("My words"), "at": _("When"),
    "outcome": _("Decision"), "reasons": _("Reasons"), "decided_at": _("Decided on"),
}  # fmt: skip


def _reports(person_id: int) -> Iterator[dict[str, object]]:
    rows = (
        Report.objects.filter(reporter_id=person_id)
        .select_related("case__decided_by")
        .prefetch_related("case__appeals")
    )
    for row in rows.order_by("pk").iterator(_PIECE):
        yield {
            "of": row.case.title,
            "rule": agreement(row.rule),
            "words": row.words,
            "at": row.at,
            **_decision(row.case),
        }


def _decision(case: Case) -> dict[str, object]:
    stands = standing(case, list(case.appeals.all()))
    return {"outcome": str(case.get_outcome_display()), "reasons": stands.reasons, "decided_at": stands.at}


_CASE = {
    "of": _("Of what"), "said": _("What it said"), "rule": _("Agreement"), "told_at": _("I was told on"),
    "outcome": _("Decision"), "reasons": _("Reasons"), "decided_at": _("Decided on"),
}  # fmt: skip


def _about(person_id: int) -> Iterator[dict[str, object]]:
    rows = Case.objects.filter(wrote_q(person_id), about_told_at__isnull=False).prefetch_related("appeals")
    rows = rows.select_related("decided_by")
    for row in rows.order_by("pk").iterator(_PIECE):
        told = {"of": row.title, "said": row.said, "rule": agreement(row.rule), "told_at": row.about_told_at}
        yield {**told, **_decision(row)}


_MESSAGE = {"of": _("Of what"), "text": _("Message"), "at": _("When")}


def _messages(person_id: int) -> Iterator[dict[str, object]]:
    sent = Step.objects.filter(kind=StepKind.MESSAGE).select_related("case").order_by("pk")
    for rows in (
        sent.filter(to=Side.REPORTER, case__reports__reporter_id=person_id),
        sent.filter(wrote_q(person_id, "case__"), to=Side.REPORTED),
    ):
        for row in rows.iterator():
            yield {"of": row.case.title, "text": row.text, "at": row.at}


_APPEAL = {
    "of": _("Of what"), "words": _("My words"), "at": _("When"), "changed": _("The decision was changed"),
    "reasons": _("Reasons"), "decided_at": _("Decided on"),
}  # fmt: skip


def _appeals(person_id: int) -> Iterator[dict[str, object]]:
    for row in Appeal.objects.filter(person_id=person_id).select_related("case").order_by("pk").iterator():
        answer = {"changed": row.changed, "reasons": row.reasons, "decided_at": row.decided_at}
        yield {"of": row.case.title, "words": row.words, "at": row.at, **answer}


_LIFTED = {"of": _("Of what"), "who": _("Who"), "reason": _("Their reason"), "at": _("When")}


def _lifted(person_id: int) -> Iterator[dict[str, object]]:
    rows = Disclosure.objects.filter(case__asker_id=person_id, agreed_by__isnull=False).order_by("pk")
    for row in rows.select_related("case", "proposed_by", "agreed_by").iterator():
        who = [person.name for person in (row.proposed_by, row.agreed_by) if person is not None]
        yield {"of": row.case.title, "who": ", ".join(who), "reason": row.reason, "at": row.agreed_at}
