"""All that can be done with one contribution, each with the reason why not: what its page needs in one go."""

from __future__ import annotations

from dataclasses import dataclass

from gilde.communities.enums import Capability
from gilde.communities.queries.capability import can
from gilde.core.actor import Actor
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.standing import Standing
from gilde.dialogue.rules import answer as answers
from gilde.dialogue.rules import contribution as rules
from gilde.dialogue.rules import guest as guests
from gilde.dialogue.rules.appreciation import appreciate


@dataclass(frozen=True)
class Acts:
    """Reasons by act; an empty one means that it is possible.

    Attributes:
        curates: the actor keeps order in this community.
        has_stake: the actor made it or curates, so that a reason is worth reading.
    """

    comment: str
    answer: str
    appreciate: str
    accept: str
    edit: str
    delete: str
    move: str
    pin: str
    unpin: str
    close: str
    reopen: str
    invite: str
    curates: bool
    has_stake: bool


def acts(actor: Actor, contribution: Contribution, known: Standing, pinned: int) -> Acts:
    """What ``actor`` may do with ``contribution``; no query.

    Args:
        known: how the actor stands to it.
        pinned: how many contributions are pinned in its community, itself included.
    """
    curates = can(actor, contribution.community, Capability.CURATE)
    comment = rules.comment.reason(actor, contribution, known)
    return Acts(
        comment=comment,
        answer=comment if contribution.is_question else answers.answer.reason(actor, contribution, known),
        appreciate=appreciate.reason(actor, contribution, known),
        accept=answers.accept.reason(actor, contribution) if contribution.is_question else "",
        edit=rules.edit.reason(actor, contribution, known),
        delete=rules.delete.reason(actor, contribution),
        move=rules.move.reason(actor, contribution),
        pin=rules.pin.reason(actor, contribution, pinned),
        unpin=rules.curate.reason(actor, contribution),
        close=rules.close.reason(actor, contribution),
        reopen=rules.reopen.reason(actor, contribution),
        invite=guests.invite.reason(actor, contribution, known),
        curates=curates,
        has_stake=known.is_author or curates,
    )
