"""Follow: I want to see what this person does, apart from how loudly I am told."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gilde.core.clock import now
from gilde.people.models.person import Person


class Follow(models.Model):
    """``follower`` follows ``followed``."""

    follower = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="following", db_index=False)
    followed = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="followers")
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followed"], name="follow_once"),
            models.CheckConstraint(condition=~Q(follower=F("followed")), name="follow_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} → {self.followed_id}"
