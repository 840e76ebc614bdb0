"""Affiliation: somebody worked or works with an organisation, from and to."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.idempotency import ClientKeyed
from gilde.people.enums import Section
from gilde.people.models.organisation import Organisation
from gilde.people.models.person import Person, section_q


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Reads of affiliations."""

    def visible_to(self, actor: Actor) -> AffiliationQuerySet:
        """Affiliations of people who show that section to ``actor``."""
        return self.filter(section_q(actor, Section.AFFILIATIONS))

    def current(self, today: date) -> AffiliationQuerySet:
        """Affiliations that hold on ``today``."""
        return self.filter(
            Q(started_on__isnull=True) | Q(started_on__lte=today), Q(ended_on__isnull=True) | Q(ended_on__gte=today)
        )


class Affiliation(ClientKeyed):
    """A person's tie to an organisation. Open-ended when ``ended_on`` is empty."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="affiliations")
    title = models.CharField(_("role or title"), max_length=120, blank=True, default="")
    started_on = models.DateField(_("from"), null=True, blank=True)
    ended_on = models.DateField(_("to"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = [F("ended_on").desc(nulls_first=True), F("started_on").desc(nulls_last=True), "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "client_id"], name="affiliation_once"),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="affiliation_ends_after_start",
            ),
        ]

    def is_current(self, today: date) -> bool:
        """Whether it holds on ``today``."""
        begun = self.started_on is None or self.started_on <= today
        return begun and (self.ended_on is None or self.ended_on >= today)

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.organisation_id}"
