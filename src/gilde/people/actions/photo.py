"""The portrait, which goes where the name goes."""

from __future__ import annotations

from django.db import transaction

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.models import StoredFile
from gilde.people.actions.profile import own_person
from gilde.people.enums import Verb
from gilde.people.models import Person
from gilde.people.rules import photo as rules


@transaction.atomic
def change_photo(*, actor: Actor, file: StoredFile | None) -> Person:
    """Show this portrait, or none; the former one is removed by the clean-up, since nobody holds it any more.

    Raises:
        Refusal: a visitor, or the file is no picture of this person's own.
    """
    person = own_person(actor)
    if file is not None:
        rules.use.require(actor, file)
    if person.photo_id == (file.pk if file else None):
        return person
    person.photo = file
    person.photo_key = file.key if file else ""
    person.save(update_fields=["photo", "photo_key"])
    activity.record(Verb.PHOTO_CHANGED, actor=actor, target=person, data={"has_photo": file is not None})
    return person
