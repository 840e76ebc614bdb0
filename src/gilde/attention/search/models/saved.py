"""SavedSearch: a question somebody asks again and again."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db import models
from django.urls import reverse

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import ClientKeyed


class SavedQuerySet(models.QuerySet["SavedSearch"]):
    """Reads of saved searches."""

    def visible_to(self, actor: Actor) -> SavedQuerySet:
        """One's own, and nobody else's."""
        return self.filter(person=actor.person_id) if actor.person_id is not None else self.none()


class SavedSearch(ClientKeyed):
    """What somebody typed, with the kind it was narrowed to. ``told_until``: what is newer was not mailed yet."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    typed = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, blank=True, default="")
    made_at = models.DateTimeField(default=now)
    told_until = models.DateTimeField(default=now)

    objects = SavedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "client_id"], name="saved_search_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """What it finds now."""
        query = {"q": self.typed, "kind": self.kind}
        return f"{reverse('search:page')}?{urlencode({name: value for name, value in query.items() if value})}"
