"""Who can follow whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.people.models import Person


@rule
def follow(actor: Actor, person: Person) -> Reason:
    """Anybody who is here, except oneself."""
    if actor.person_id is None:
        return _("Log in to follow people.")
    if person.pk == actor.person_id:
        return _("This is you.")
    if not person.is_present:
        return _("This person is not here any more.")
    return None
