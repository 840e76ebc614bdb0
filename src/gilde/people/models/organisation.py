"""Organisations that people are, or were, affiliated with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import ClientKeyed
from gilde.people.models.person import NAME_LENGTH, folded


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reads of organisations."""

    def visible_to(self, actor: Actor) -> OrganisationQuerySet:
        """Organisations that say something of themselves, and those that somebody shows ``actor`` a tie with.

        A bare name is there because one person typed it; who keeps that tie to themselves keeps the name too.
        """
        from gilde.people.models.affiliation import Affiliation

        if actor.is_system:
            return self.all()
        speaks = ~Q(about="") | ~Q(website="") | ~Q(place="") | Q(logo__isnull=False)
        tied = Exists(Affiliation.objects.visible_to(actor).filter(organisation=OuterRef("pk")))
        mine = Q(pk__in=list(actor.organisations))
        if actor.person_id is not None:
            mine |= Q(created_by_id=actor.person_id)
        return self.filter(speaks | tied | mine)


class Organisation(ClientKeyed):
    """A company, institution or association outside Gilde. Its page lists people who show their affiliation."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    name_key = models.CharField(max_length=NAME_LENGTH, default="", editable=False, db_index=True)  # see folded()
    slug = models.SlugField(max_length=60, unique=True)
    about = models.TextField(_("about"), blank=True, default="")
    about_html = models.TextField(blank=True, default="")
    website = models.URLField(_("website"), blank=True, default="", max_length=300)
    place = models.CharField(_("place"), max_length=80, blank=True, default="")
    logo = models.ForeignKey("core.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    logo_key = models.CharField(max_length=40, blank=True, default="")  # stored beside, so that lists need no join
    created_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)
    uri = models.URLField(null=True, blank=True, max_length=500)
    origin = models.CharField(null=True, blank=True, max_length=120)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [models.UniqueConstraint(fields=["created_by", "client_id"], name="organisation_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """As Django's; keeps the sort key beside the name."""
        if update_fields is None or "name" in (update_fields := set(update_fields)):
            self.name_key = folded(self.name)
            update_fields = None if update_fields is None else {*update_fields, "name_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self) -> str:
        """The page of this organisation."""
        return reverse("people:organisation", args=[self.slug])


class FormerOrganisationSlug(models.Model):
    """An address this organisation had before; it redirects."""

    slug = models.SlugField(max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
