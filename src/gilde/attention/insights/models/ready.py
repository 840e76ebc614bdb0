"""Ready rules: what happens by itself in the name of a host, and what happened."""

from __future__ import annotations

import uuid

from django.db import models

from gilde.attention.insights.enums import Ready
from gilde.communities.models import Community
from gilde.core.clock import now
from gilde.dialogue.models import Contribution


class ReadyRule(models.Model):
    """One ready rule of a community. It is on while ``on_since`` is set, in the name of ``host``, with their text."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Ready.choices)
    text = models.CharField(max_length=240)
    host = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    on_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "kind"], name="ready_rule_once")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.community_id}"


class RuleAct(models.Model):
    """A rule did its act for this person, and about this contribution; ``subject`` is what it may do so once for.

    ``client_id`` is the one of the comment or compliment it made, so that running twice makes one.
    """

    rule = models.ForeignKey(ReadyRule, on_delete=models.CASCADE, related_name="acts")
    subject = models.BigIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    contribution = models.ForeignKey(Contribution, null=True, on_delete=models.CASCADE, related_name="+")
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "subject"], name="rule_act_once")]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.subject}"
