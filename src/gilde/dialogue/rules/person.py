"""The acts of this room are acts of a person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule


@rule
def be_here(actor: Actor) -> Reason:
    """Somebody with a place of their own here, not a visitor and not the machine."""
    if actor.person_id is None:
        return _("Log in first.")
    return None


def who(actor: Actor) -> int:
    """The id of the person behind ``actor``.

    Raises:
        Refusal: for visitors, for the machine, and for an account without a person.
    """
    be_here.require(actor)
    return actor.person_id or 0  # never 0: the rule above saw it
