"""Shared ambition as rows: the ambition, behaviours one can observe, results with a date and evidence."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gilde.communities.models.community import Community, readable_q
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import ClientKeyed


class AmbitionQuerySet(models.QuerySet["Ambition"]):
    """Reads of ambitions."""

    def visible_to(self, actor: Actor) -> AmbitionQuerySet:
        """Ambitions of places that ``actor`` may read."""
        return self.filter(readable_q(actor))


class Ambition(ClientKeyed):
    """Where a community wants to go together."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="ambitions")
    title = models.CharField(_("ambition"), max_length=160)
    why = models.TextField(_("why"), blank=True, default="")
    why_html = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = AmbitionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["created_by", "client_id"], name="ambition_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page where everything that names this ambition gathers."""
        return reverse("communities:ambition", args=[self.community.slug, self.pk])


class BehaviourQuerySet(models.QuerySet["Behaviour"]):
    """Reads of behaviours."""

    def visible_to(self, actor: Actor) -> BehaviourQuerySet:
        """Behaviours of ambitions in places that ``actor`` may read."""
        return self.filter(readable_q(actor, "ambition__community"))


class Behaviour(models.Model):
    """A behaviour one can see: "We ask a question before we give advice"."""

    ambition = models.ForeignKey(Ambition, on_delete=models.CASCADE, related_name="behaviours")
    text = models.CharField(_("behaviour"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = BehaviourQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class ResultQuerySet(models.QuerySet["Result"]):
    """Reads of results."""

    def visible_to(self, actor: Actor) -> ResultQuerySet:
        """Results of ambitions in places that ``actor`` may read."""
        return self.filter(readable_q(actor, "ambition__community"))


class Result(ClientKeyed):
    """Something that became visible, with a date and where it can be seen."""

    ambition = models.ForeignKey(Ambition, on_delete=models.CASCADE, related_name="results")
    text = models.CharField(_("result"), max_length=300)
    on = models.DateField(_("date"))
    evidence = models.CharField(_("evidence"), max_length=500, blank=True, default="")
    evidence_url = models.URLField(_("address of the evidence"), max_length=500, blank=True, default="")
    reported_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    reported_at = models.DateTimeField(default=now)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["reported_by", "client_id"], name="result_once")]

    def __str__(self) -> str:
        return self.text
