"""Rules about reporting."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.limits import Rate
from gilde.core.reportables import Reported
from gilde.core.rules import Reason, rule

A_DAY: Final = Rate(20, 24 * 60 * 60)
"""So many reports one person sends in a day."""

LONGEST: Final = 4_000  # characters of a reason, a note, a message


@rule
def report(actor: Actor, thing: Reported) -> Reason:
    """Anyone with a place here reports what they can see and did not make themselves."""
    if actor.person_id is None:
        return _("Log in first.")
    if actor.person_id in (thing.person_id, thing.unnamed_id):
        return _("This is yours: you can edit or delete it yourself.")
    return None
