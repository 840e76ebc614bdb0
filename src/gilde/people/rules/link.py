"""What links on a profile must hold to."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.people.models import Link, Person

MOST: Final = 20


@rule
def add(person: Person) -> Reason:
    """A profile holds at most twenty."""
    if person.links.count() >= MOST:
        return _("A profile has room for 20 links. Remove one first.")
    return None


@rule
def change(actor: Actor, link: Link) -> Reason:
    """One's own."""
    if actor.person_id is None or actor.person_id != link.person_id:
        return _("Only the person themselves can change this.")
    return None
