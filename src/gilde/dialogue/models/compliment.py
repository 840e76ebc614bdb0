"""Compliment: one concrete sentence to a person, about something they did."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gilde.communities.models.community import readable_q
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import ClientKeyed
from gilde.dialogue.enums import ComplimentState
from gilde.dialogue.models.contribution import Contribution, contribution_readable_q


class ComplimentQuerySet(models.QuerySet["Compliment"]):
    """Reads of compliments."""

    def visible_to(self, actor: Actor) -> ComplimentQuerySet:
        """One's own (given and received) and those that the receiver shows.

        What is shown stays inside the community it came from and with people who may read what it is about.
        """
        if actor.is_system:
            return self  # Django drops an empty Q on either side of |, which would turn "everything" into "nothing"
        about = Q(contribution__isnull=True) | contribution_readable_q(actor, "contribution")
        inside = Q(community__isnull=True) | readable_q(actor)
        shown = Q(state=ComplimentState.SHOWN) & about & inside
        if actor.person_id is None:
            return self.filter(shown)
        mine = Q(receiver_id=actor.person_id) | Q(giver_id=actor.person_id)
        return self.filter(shown | (mine & ~Q(state=ComplimentState.WITHDRAWN)))


class Compliment(ClientKeyed):
    """``giver`` thanks ``receiver`` in words. The receiver decides whether it shows."""

    giver = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="compliments_given")
    receiver = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="compliments_received")
    text = models.CharField(max_length=280)
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.CASCADE, related_name="compliments"
    )
    about = models.CharField(max_length=160, blank=True, default="")  # in words, when it is not about a contribution
    skill = models.ForeignKey("people.Label", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    behaviour = models.ForeignKey(
        "communities.Behaviour", null=True, blank=True, on_delete=models.SET_NULL, related_name="compliments"
    )
    community = models.ForeignKey(
        "communities.Community", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=ComplimentState.choices, default=ComplimentState.WAITING)
    at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ComplimentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["giver", "client_id"], name="compliment_once"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="compliment_to_somebody_else"),
        ]
        indexes = [models.Index(fields=["receiver", "state", "-id"], name="compliment_received")]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.receiver_id}"
