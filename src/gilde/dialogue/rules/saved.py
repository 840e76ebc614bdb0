"""Rules about one's own list."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule


@rule
def keep(actor: Actor) -> Reason:
    """Everybody with a place of their own here."""
    if actor.person_id is None:
        return _("Log in to keep things for later.")
    return None
