"""What taking an answer and taking a comment away have in common."""

from __future__ import annotations

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.dialogue.actions import hold, reference
from gilde.dialogue.actions.published import count_reply, count_withheld
from gilde.dialogue.actions.unnamed import as_heard
from gilde.dialogue.enums import State
from gilde.dialogue.models import Answer, Comment, Contribution


def take_away(row: Answer | Comment, contribution: Contribution, *, actor: Actor, heard: Actor | None) -> Actor:
    """Mark ``row`` as deleted and move what counts it; part of a larger action, which holds the locked contribution.

    Returns:
        as whom the log has it: ``heard``; when that is None, who asked without a name is nobody.
    """
    # A host who asked here takes words of others away as a host.
    heard = heard or (as_heard(actor, contribution) if row.is_by(actor.person_id) else actor)
    row.deleted_at, row.deleted_by_id = now(), heard.person_id
    row.save(update_fields=["deleted_at", "deleted_by"])
    under = row.comments.values_list("body_html", flat=True) if isinstance(row, Answer) else ()
    reference.let_go(contribution, row.body_html, *under)
    if row.state == State.PUBLISHED:
        count_reply(row, up=False)
    else:
        count_withheld(row, up=False)
        hold.withdraw(row, by=actor)
    return heard
