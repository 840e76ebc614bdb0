"""Links on a profile, proven when the linked page links back with rel=me."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.people.enums import Finding, Section
from gilde.people.models.person import Person, section_q


class LinkQuerySet(models.QuerySet["Link"]):
    """Reads of links."""

    def visible_to(self, actor: Actor) -> LinkQuerySet:
        """Links of people who show that section to ``actor``."""
        return self.filter(section_q(actor, Section.LINKS))


class Link(models.Model):
    """A place elsewhere that belongs to this person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    url = models.URLField(_("address"), max_length=300)
    label = models.CharField(_("label"), max_length=60, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)
    finding = models.CharField(max_length=12, choices=Finding.choices, blank=True, default=Finding.UNKNOWN)
    proven_at = models.DateTimeField(null=True, blank=True)  # when the page was last seen to link back
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "url"], name="person_link_once")]

    def __str__(self) -> str:
        return self.url

    @property
    def host(self) -> str:
        """The site it leads to, without ``www.``."""
        try:
            return (urlsplit(self.url).hostname or self.url).removeprefix("www.")
        except ValueError:
            return self.url

    @property
    def title(self) -> str:
        """What to call it: the label, else site and path, so that two pages of one site can be told apart."""
        if self.label:
            return self.label
        try:
            return f"{self.host}{urlsplit(self.url).path.rstrip('/')}"
        except ValueError:
            return self.url

    @property
    def is_proven(self) -> bool:
        """Whether the page linked back when it was last read."""
        return self.finding == Finding.PROVEN
