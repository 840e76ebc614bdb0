"""Block: I want nothing to do with this person here, and they never learn it from us."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.people.models.person import Person


class BlockQuerySet(models.QuerySet["Block"]):
    """Reads of blocks."""

    def visible_to(self, actor: Actor) -> BlockQuerySet:
        """One's own: nobody else ever reads who blocked whom, the operator included."""
        return self.filter(blocker_id=actor.person_id or 0)


class Block(models.Model):
    """``blocker`` blocked ``blocked``: from then on neither follows, names, thanks or notifies the other."""

    blocker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blocked_by")
    since = models.DateTimeField(default=now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="block_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} ✕ {self.blocked_id}"
