"""Read marks: up to which moment somebody has read a contribution, or all of a community."""

from __future__ import annotations

from django.db import models

from gilde.dialogue.models.contribution import Contribution


class ReadMark(models.Model):
    """One per person and contribution. Unread: active after this and after the floor of its place."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="read_marks", db_index=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="read_marks")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "contribution"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.contribution_id}"


class ReadFloor(models.Model):
    """Everything in ``community`` up to ``read_at`` counts as read: set at joining and by "mark all as read"."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="read_floors", db_index=False)
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "community"], name="read_floor_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: all of {self.community_id}"
