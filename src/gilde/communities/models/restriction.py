"""Restriction: what a person may not do for a while, in one community or everywhere. It ends by itself."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gilde.communities.enums import RestrictionKind
from gilde.core.clock import now


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """Reads of restrictions."""

    def holding(self) -> RestrictionQuerySet:
        """Those that hold at this moment."""
        return self.filter(ended_at__isnull=True, until__gt=now())


class Restriction(models.Model):
    """``person`` may not do what ``kind`` says until ``until``; without ``community`` nowhere on this installation.

    An actor carries those that hold (``Actor.restricted``), so that a rule asks without a statement. Why it was decided
    is known to the room above that made it.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="restrictions")
    community = models.ForeignKey(
        "communities.Community", null=True, on_delete=models.CASCADE, related_name="restrictions"
    )
    kind = models.CharField(max_length=10, choices=RestrictionKind.choices)
    until = models.DateTimeField()
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)  # before its time
    ended_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="restriction_ends_later"),
            models.CheckConstraint(
                condition=Q(community__isnull=False) | ~Q(kind=RestrictionKind.REMOVED.value),
                name="restriction_removed_from_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(ended_at__isnull=True), name="restriction_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} until {self.until:%Y-%m-%d}"

    @property
    def holds(self) -> bool:
        """Whether it holds at this moment."""
        return self.ended_at is None and self.until > now()
