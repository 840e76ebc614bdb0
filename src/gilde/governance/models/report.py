"""Report: someone says that something is not right, and why."""

from __future__ import annotations

from django.db import models

from gilde.core.clock import now
from gilde.core.idempotency import ClientKeyed
from gilde.governance.models.case import Case


class Report(ClientKeyed):
    """One person's reason in one case. Their name is shown to whoever handles the case and to nobody else."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="reports")
    rule = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reporter", "client_id"], name="report_once"),
            models.UniqueConstraint(fields=["case", "reporter"], name="report_of_case_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reporter_id} in {self.case_id}"
