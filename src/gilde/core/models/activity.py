"""Activity: the append-only log of what happened."""

from __future__ import annotations

from django.db import models


class Activity(models.Model):
    """One act: who did what to which thing, where. Never changed, never deleted.

    It keeps kind and id of its target and never the target's visibility: whoever reads it joins through the target's
    ``visible_to``. ``data`` holds ids and plain values only. ``actor_id`` and ``community_id`` are plain numbers, since
    core knows no room and a row must outlive what it speaks of.
    """

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    target_kind = models.CharField(max_length=60)
    target_id = models.BigIntegerField(null=True)
    community_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["target_kind", "target_id", "id"], name="activity_target"),
            # Logs follow the date of the act, which an import or a played script writes later than it happened.
            models.Index(fields=["at", "id"], name="activity_at"),
            models.Index(fields=["community_id", "at", "id"], name="activity_community_at"),
            models.Index(fields=["community_id", "verb", "at", "id"], name="activity_community_verb"),
            models.Index(fields=["actor_id", "at", "id"], name="activity_actor_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_kind}#{self.target_id}"
