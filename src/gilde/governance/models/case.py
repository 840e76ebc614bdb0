"""Case: everything that was reported about one thing, who handles it, and what became of it."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.urls import reverse

from gilde.communities.enums import Capability
from gilde.communities.models.community import communities_with
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import ClientKeyed
from gilde.core.markdown import render
from gilde.governance.enums import Outcome, Side, StepKind

_MARKDOWN: Final = frozenset({"contribution", "answer", "comment"})


def wrote_q(person_id: int | None, path: str = "") -> Q:
    """A filter on cases: those about what this person wrote, with their name or without.

    Args:
        path: the way to the case from the rows that are asked, for example ``case__``.
    """
    return Q(**{f"{path}about_id": person_id or 0}) | Q(**{f"{path}asker_id": person_id or 0})


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases."""

    def visible_to(self, actor: Actor) -> CaseQuerySet:
        """For those who handle cases: hosts those of their communities, the operator all; nobody one about themselves.

        Who reported something, or whom it is about, reads a case of theirs through :meth:`told_to`.
        """
        if actor.is_system:
            return self
        if actor.person_id is None:
            return self.none()
        rows = self.exclude(about_id=actor.person_id).exclude(asker_id=actor.person_id)
        if actor.is_operator:
            return rows
        return rows.filter(community_id__in=communities_with(actor, Capability.MODERATE))

    def told_to(self, actor: Actor) -> CaseQuerySet:
        """Cases someone has a part in: they reported it, or it is about them and they were told so."""
        if actor.person_id is None:
            return self.none()
        reported = Q(reports__reporter_id=actor.person_id)
        about = wrote_q(actor.person_id) & Q(about_told_at__isnull=False)
        return self.filter(reported | about).distinct()

    def undecided(self) -> CaseQuerySet:
        """Those without a decision."""
        return self.filter(decided_at__isnull=True)

    def beside(self, case: Case) -> CaseQuerySet:
        """The other cases about the same thing."""
        return self.filter(subject_kind=case.subject_kind, subject_id=case.subject_id).exclude(pk=case.pk)


class Case(models.Model):
    """What was reported about one thing. While it is undecided, further reports of the same thing join it, unless it
    has moved to another community since: they are for the hosts there.

    ``title`` and ``said`` keep what it said when it was first reported. ``about`` is who wrote it; they see the case
    once ``about_told_at`` is set, by a message to them or a decision that concerns them. Of what was written without a
    name ``about`` is nobody, and ``asker`` says who it was: it is read to tell them, to keep them from judging it, and
    for the two of a :class:`~gilde.governance.models.disclosure.Disclosure`; never for anything that others see.
    """

    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    community = models.ForeignKey("communities.Community", null=True, on_delete=models.CASCADE, related_name="cases")
    about = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="cases_about")
    asker = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=200)
    said = models.TextField(blank=True)
    address = models.CharField(max_length=400, blank=True)
    report_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=now)
    handler = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="cases_handled")
    taken_at = models.DateTimeField(null=True)
    about_told_at = models.DateTimeField(null=True)
    rule = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    reasons = models.TextField(blank=True)
    removed = models.BooleanField(default=False)  # what it is about was taken away by the decision
    hidden = models.BooleanField(default=False, db_default=False)  # it is out of sight by the decision
    restriction = models.OneToOneField(
        "communities.Restriction", null=True, on_delete=models.SET_NULL, related_name="case"
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="cases_decided")

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "community"],
                condition=Q(decided_at__isnull=True),
                name="case_undecided_once_there",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(decided_at__isnull=True, community__isnull=True),
                name="case_undecided_once_at_all",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="case_outcome_when_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "opened_at"], condition=Q(decided_at__isnull=True), name="case_waiting"),
            models.Index(fields=["community", "-decided_at", "-id"], name="case_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"

    def get_absolute_url(self) -> str:
        """The page for those who handle it."""
        return reverse("governance:case", args=[self.pk])

    def is_of(self, person_id: int | None) -> bool:
        """Whether this person wrote what it is about, under their name or without."""
        return person_id is not None and person_id in (self.about_id, self.asker_id)

    @property
    def said_html(self) -> str:
        """What it said as it was read where it stood: clean HTML; empty for what is written without Markdown."""
        return render(self.said).html if self.said and self.subject_kind in _MARKDOWN else ""

    @property
    def has_author(self) -> bool:
        """Whether somebody here wrote it, whom messages reach, under their name or without."""
        return self.about_id is not None or self.asker_id is not None

    @property
    def is_decided(self) -> bool:
        """Whether there is a decision."""
        return self.decided_at is not None


class Step(ClientKeyed):
    """One thing that happened in a case: who, when, and the words. Never changed, and once however often it was sent.

    ``by`` is empty for what reporters and those who appeal do. ``to`` says who reads a message; everything else is read
    by those who handle the case.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=16, choices=StepKind.choices)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    to = models.CharField(max_length=8, choices=Side.choices, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["by", "client_id"], name="step_once")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"
