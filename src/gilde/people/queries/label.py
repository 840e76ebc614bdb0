"""Words to suggest while somebody labels themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db.models import Exists, OuterRef

from gilde.core.actor import Actor
from gilde.core.ids import slug
from gilde.people.enums import LabelKind
from gilde.people.models import Label, Person, PersonLabel

SUGGESTIONS: Final = 8


def suggestions(actor: Actor, kind: LabelKind, typed: str) -> list[Label]:
    """At most eight labels that people show to ``actor`` and that begin with ``typed``, or have a word that does."""
    prefix = slug(typed, fallback="")
    if actor.person_id is None or not prefix:
        return []
    shown = PersonLabel.objects.visible_to(actor).filter(label__kind=kind).values("label_id")
    known = Label.objects.filter(kind=kind, pk__in=shown)
    begins = list(known.filter(slug__startswith=prefix).order_by("slug")[:SUGGESTIONS])
    if len(begins) < SUGGESTIONS:
        inside = known.filter(slug__contains=f"-{prefix}").exclude(pk__in=[row.pk for row in begins])
        begins += inside.order_by("slug")[: SUGGESTIONS - len(begins)]
    return begins


def names(actor: Actor, slugs: Collection[str]) -> dict[str, str]:
    """Slug → name of labels that somebody shows to ``actor``; what nobody shows is left out, as if it did not exist."""
    if not slugs:
        return {}
    # From the few labels to one person each: the other way round, a tenth of all people may carry one.
    shown = PersonLabel.objects.visible_to(actor).filter(label=OuterRef("pk")).order_by()
    known = Label.objects.filter(Exists(shown), slug__in=slugs).exclude(kind=LabelKind.LANGUAGE)
    return dict(known.values_list("slug", "name"))


def names_of(person: Person, kind: LabelKind) -> list[str]:
    """One's own words of one kind, in their order."""
    return list(person.labels.filter(label__kind=kind).values_list("label__name", flat=True))
