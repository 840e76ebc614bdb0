"""Labels on people: several, equal, and shared so that one word finds all."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.ids import word_key
from gilde.people.actions.profile import note_change, own_person
from gilde.people.enums import LabelKind
from gilde.people.languages import BY_CODE
from gilde.people.models import Label, Person, PersonLabel
from gilde.people.models.label import SECTION_OF


def label_slug(name: str) -> str:
    """What makes two spellings the same label, as with tags; empty where ``name`` has no letter or digit."""
    return word_key(name) if any(letter.isalnum() for letter in name) else ""


@transaction.atomic
def change_labels(*, actor: Actor, kind: LabelKind, names: Sequence[str], audience: Audience) -> Person:
    """Carry exactly these labels of one kind, in this order; new words become labels, known ones keep their spelling.

    Args:
        kind: specialism, hobby or language.
        names: words as typed; for languages their ISO codes. The same word twice counts once.
        audience: who sees this section.

    Raises:
        Refusal: a visitor.
    """
    person = own_person(actor)
    labels = _labels(kind, names)
    present = {row.label_id: row for row in person.labels.filter(label__kind=kind)}
    wanted = [label.pk for label in labels]
    changed = list(present) != wanted
    gone = [pk for pk in present if pk not in wanted]
    if gone:
        PersonLabel.objects.filter(person=person, label_id__in=gone).delete()
    moved = []
    for position, pk in enumerate(wanted):
        row = present.get(pk)
        if row is not None and row.position != position:
            row.position = position
            moved.append(row)
    PersonLabel.objects.bulk_update(moved, ["position"])
    PersonLabel.objects.bulk_create(
        PersonLabel(person=person, label_id=pk, position=position)
        for position, pk in enumerate(wanted)
        if pk not in present
    )
    column = f"audience_{SECTION_OF[kind].value}"
    if getattr(person, column) != audience:
        setattr(person, column, audience)
        person.save(update_fields=[column])
        changed = True
    if changed:
        note_change(actor, person, SECTION_OF[kind].value)
    return person


def _labels(kind: LabelKind, names: Sequence[str]) -> list[Label]:
    """The labels of these words, in order, made where they did not exist."""
    wanted: dict[str, str] = {}
    for name in names:
        if kind == LabelKind.LANGUAGE:
            wanted.setdefault(name, BY_CODE[name].own)
        elif key := label_slug(name):
            wanted.setdefault(key, name)
    known = {label.slug: label for label in Label.objects.filter(kind=kind, slug__in=wanted)}
    new = [Label(kind=kind, slug=key, name=name) for key, name in wanted.items() if key not in known]
    if new:
        # Somebody else may make the same label in this instant; the constraint keeps it one row.
        Label.objects.bulk_create(new, ignore_conflicts=True)
        known |= {label.slug: label for label in Label.objects.filter(kind=kind, slug__in=[row.slug for row in new])}
    return [known[key] for key in wanted]
