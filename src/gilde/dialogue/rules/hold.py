"""Who decides about what waits for a host."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.communities.enums import Capability
from gilde.communities.rules.capability import may
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.dialogue.models import Hold


@rule
def decide(actor: Actor, hold: Hold) -> Reason:
    """Those who keep order in the community; nobody about their own words.

    But about those without a name: a refusal would leave a host who wrote them the only one who may not decide.
    """
    reason = may.reason(actor, hold.community, Capability.CURATE)
    if reason:
        return reason
    if hold.writer_id == actor.person_id and hold.contribution.asker_id is None:
        return _("You wrote this yourself. Another host or facilitator decides.")
    return None


@rule
def remove(actor: Actor, hold: Hold, note: str) -> Reason:
    """Like :func:`decide`, with a sentence for the person who wrote it."""
    reason = decide.reason(actor, hold)
    if reason:
        return reason
    return None if note.strip() else _("Write one sentence for the person who wrote this: what is in the way?")
