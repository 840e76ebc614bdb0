"""ReplyKey: what makes the reply addresses of one person void."""

from __future__ import annotations

from django.db import models

from gilde.core.clock import now


class ReplyKey(models.Model):
    """How often ``person`` made the addresses in their letters void. Without a row: never."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, primary_key=True, related_name="+")
    generation = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.generation}"
