"""Who can block whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.people.models import Person


@rule
def block(actor: Actor, person: Person) -> Reason:
    """Anybody, host and operator included, except oneself."""
    if actor.person_id is None:
        return _("Log in to block people.")
    if person.pk == actor.person_id:
        return _("This is you.")
    return None
