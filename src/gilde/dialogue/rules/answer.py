"""Rules about answers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.communities.enums import Capability
from gilde.communities.queries.capability import can
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.standing import Standing
from gilde.dialogue.rules import contribution as rules


@rule
def answer(actor: Actor, question: Contribution, known: Standing | None = None) -> Reason:
    """Whoever may comment can answer a question."""
    if not question.is_question:
        return _("Only questions can have answers.")
    return rules.comment.reason(actor, question, known) or None


@rule
def accept(actor: Actor, question: Contribution) -> Reason:
    """Who asked; a host may for somebody who is not here, or not here any more."""
    if question.is_by(actor.person_id):
        return None
    if question.asker_id is not None:  # the stand-in is away, and somebody is here all the same
        return _("Only the person who asked the question can say which answer helped.")
    asker = question.author
    if (asker.is_placeholder or not asker.is_present) and can(actor, question.community, Capability.CURATE):
        return None
    return _("Only the person who asked the question can say which answer helped.")
