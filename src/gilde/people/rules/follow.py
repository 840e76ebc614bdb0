"""Who can follow whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.people.models import Person


@rule
def follow(actor: Actor, person: Person) -> Reason:
    """Anybody who is here, except oneself and who is kept apart. Nobody learns here that they were blocked."""
    if actor.person_id is None:
        return _("Log in to follow people.")
    if person.pk == actor.person_id:
        return _("This is you.")
    if not person.is_present:
        return _("This person is not here any more.")
    if person.pk in actor.blocks:
        return _("You blocked this person.")
    if person.pk in actor.blocked_by:
        return _("This person cannot be followed right now.")
    return None
