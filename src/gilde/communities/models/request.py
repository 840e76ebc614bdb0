"""Joining on request: the questions a community asks and the requests it got."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.communities.enums import Capability, RequestState
from gilde.communities.models.community import Community, communities_with
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import ClientKeyed


class JoinQuestion(models.Model):
    """A question that somebody who wants to join answers."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="join_questions")
    text = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    required = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    """Reads of requests to join."""

    def visible_to(self, actor: Actor) -> JoinRequestQuerySet:
        """One's own, and those of the places where one decides who comes in."""
        if actor.is_system:
            return self
        decides = communities_with(actor, Capability.ADMIT)
        return self.filter(Q(person_id=actor.person_id or 0) | Q(community_id__in=decides))

    def open(self) -> JoinRequestQuerySet:
        """Those that wait for a decision."""
        return self.filter(state=RequestState.OPEN)


class JoinRequest(ClientKeyed):
    """A person asked to join. At most one is open per person and community.

    ``answers`` is a list of ``{"question": text, "answer": text}``, kept as it was asked and answered then.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="join_requests")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="join_requests")
    answers = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    asked_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True, default="")  # what the host wrote to the person
    mailed_at = models.DateTimeField(null=True, blank=True)  # when the decision left by mail
    charters = models.JSONField(default=list)  # ids of the charters that the person accepted while asking

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"], condition=Q(state="open"), name="join_request_one_open"
            ),
            models.UniqueConstraint(fields=["person", "client_id"], name="join_request_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} asks to join {self.community_id}"
