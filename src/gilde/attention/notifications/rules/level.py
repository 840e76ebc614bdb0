"""Who may choose how loudly to hear of what."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.attention.notifications.enums import Subject
from gilde.core.actor import Actor
from gilde.core.rules import rule


@rule
def choose(actor: Actor, subject: Subject, number: int) -> str | None:
    """Whoever is here, about anything but oneself. That one may read the thing is asked where it is loaded."""
    if actor.person_id is None:
        return _("Log in to choose what you hear of.")
    if subject == Subject.PERSON and number == actor.person_id:
        return _("You hear of what you do yourself anyway.")
    return None
