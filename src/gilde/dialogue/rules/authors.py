"""Standing beside a contribution as one of those who made it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.dialogue.enums import Part
from gilde.dialogue.models import Authorship, Contribution


@rule
def take_name_off(actor: Actor, contribution: Contribution, part: Authorship | None) -> Reason:
    """Those who were named beside it. Who wrote it can delete it, who told it sends it back."""
    if contribution.is_by(actor.person_id or 0):
        return _("You wrote this, so your name stays with it. You can delete it.")
    if part is not None and part.part == Part.TELLER:
        return _("This is your story. Send it back to the person who wrote it down instead.")
    return None


@rule
def change_names(actor: Actor, contribution: Contribution) -> Reason:
    """Who wrote it down, under their own name."""
    if contribution.asker_id is not None:
        return _("Without your name you share it alone: leave out who made it with you or told it.")
    if contribution.author_id != actor.person_id:
        return _("Only the person who wrote this down can change who is named with it.")
    return None
