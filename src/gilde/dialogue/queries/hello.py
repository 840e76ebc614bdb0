"""What somebody's profile already says of them to others."""

from __future__ import annotations

from collections.abc import Mapping

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.people.enums import LabelKind, Section
from gilde.people.models import Person, PersonLabel


def shown_words(actor: Actor) -> Mapping[LabelKind, list[str]]:
    """The actor's specialisms and interests as far as they show them to people they share a community with."""
    found: dict[LabelKind, list[str]] = {LabelKind.SPECIALISM: [], LabelKind.INTEREST: []}
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None:
        return found
    sections = {LabelKind.SPECIALISM: Section.SPECIALISMS, LabelKind.INTEREST: Section.INTERESTS}
    kinds = [kind for kind, section in sections.items() if person.audience_of(section) <= Audience.COMMUNITY]
    rows = PersonLabel.objects.filter(person=person, label__kind__in=kinds)
    for kind, name in rows.values_list("label__kind", "label__name"):
        found[LabelKind(kind)].append(name)
    return found
