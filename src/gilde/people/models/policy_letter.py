"""PolicyLetter: the mail with which somebody is told of an important change of the terms or the privacy page."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.core.clock import now
from gilde.people.models.person import Person
from gilde.people.models.policy import Policy


class PolicyLetter(models.Model):
    """One mail to one person about one version; made before it is sent, so that nobody is forgotten or told twice."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="letters")
    made_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)  # one process is sending it; when that dies, another may after this
    refused = models.CharField(max_length=200, blank=True, default="")  # why it was not sent

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "person"], name="policy_letter_once")]
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(sent_at__isnull=True, refused=""), name="policy_letter_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.policy_id}"
