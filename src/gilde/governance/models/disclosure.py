"""Disclosure: two who handle a case learn who wrote something without their name."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import F, Q

from gilde.core.clock import now
from gilde.governance.models.case import Case

LASTS: Final = timedelta(days=7)
"""So long a proposal waits for a second person."""


class Disclosure(models.Model):
    """One asks with a reason, another agrees; from then on these two know it, and the person it is about reads why.

    The name itself is not kept here: it is that of :attr:`Case.asker`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="disclosures")
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField(default=now)
    agreed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # withdrawn, or lapsed when the next one was proposed

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="disclosure_of_case_once"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | (Q(agreed_at__isnull=False, agreed_by__isnull=False, ended_at__isnull=True)
                   & ~Q(agreed_by=F("proposed_by"))),
                name="disclosure_by_two",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id}: {self.proposed_by_id} and {self.agreed_by_id}"

    @property
    def until(self) -> datetime:
        """When it lapses."""
        return self.at + LASTS

    @property
    def waits(self) -> bool:
        """Whether a second person can still agree."""
        return self.agreed_at is None and self.ended_at is None and self.until > now()
