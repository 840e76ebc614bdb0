"""Who may change how far a contribution goes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.communities.enums import Capability
from gilde.communities.queries.capability import can
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.dialogue.enums import State
from gilde.dialogue.models import Contribution


@rule
def change(actor: Actor, contribution: Contribution, audience: int) -> Reason:
    """Stricter: its author, or who curates the community. More open: only its author, while nobody replied."""
    if contribution.state == State.DELETED:
        return _("This was deleted.")
    is_author = contribution.is_by(actor.person_id)
    if not is_author and not can(actor, contribution.community, Capability.CURATE):
        return _("Only the person who wrote this, or a host, can change who reads it.")
    if audience < contribution.community.widest_audience:
        return _("This community does not allow anything that open.")
    if audience < contribution.audience:
        if not is_author:
            return _("This was written for a smaller group. Only the person who wrote it can let more people read it.")
        if contribution.comment_count or contribution.answer_count:
            return _("Others replied here to a smaller group. Share it as something new instead.")
    return None
