"""Labels on people: specialisms, interests, hobbies, languages. Several, and equal."""

from __future__ import annotations

from django.db import models

from gilde.core.actor import Actor
from gilde.people.enums import LabelKind, Section
from gilde.people.models.person import Person, section_q

SECTION_OF = {
    LabelKind.SPECIALISM: Section.SPECIALISMS,
    LabelKind.INTEREST: Section.INTERESTS,
    LabelKind.HOBBY: Section.HOBBIES,
    LabelKind.LANGUAGE: Section.LANGUAGES,
}


class Label(models.Model):
    """A word that people put on themselves; the same word is one row, so that one label finds all of them."""

    kind = models.CharField(max_length=12, choices=LabelKind.choices)
    slug = models.CharField(max_length=80)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="label_once")]

    def __str__(self) -> str:
        return self.name


class PersonLabelQuerySet(models.QuerySet["PersonLabel"]):
    """Reads of the labels people carry."""

    def visible_to(self, actor: Actor) -> PersonLabelQuerySet:
        """Labels in sections that are open to ``actor``."""
        open_to_actor = models.Q()
        for kind, section in SECTION_OF.items():
            open_to_actor |= models.Q(label__kind=kind) & section_q(actor, section)
        return self.filter(open_to_actor)


class PersonLabel(models.Model):
    """One label on one person; ``position`` is the person's own order and says nothing about rank."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="labels")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="people")
    position = models.PositiveSmallIntegerField(default=0)

    objects = PersonLabelQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "label"], name="person_label_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.label_id}"
