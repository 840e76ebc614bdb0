"""Appeal: someone a decision concerns asks another person to look again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.core.clock import now
from gilde.governance.models.case import Case


class Appeal(models.Model):
    """One person's appeal against the decision on a case, once. ``changed`` says whether the decision was changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="appeals")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="appeals")
    words = models.TextField()
    at = models.DateTimeField(default=now)
    changed = models.BooleanField(null=True)
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="appeal_once"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, changed__isnull=True)
                | Q(decided_at__isnull=False, changed__isnull=False),
                name="appeal_answer_when_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} about {self.case_id}"
