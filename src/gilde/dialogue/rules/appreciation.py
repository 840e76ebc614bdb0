"""Rules about small signs of appreciation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from gilde.communities.enums import Capability
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.dialogue.enums import AppreciationKind, ContributionKind, State
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.dialogue.queries.standing import Standing, standing
from gilde.dialogue.rules import contribution as rules

Target = Contribution | Answer | Comment

_WORK: Final = (AppreciationKind.LIKE, AppreciationKind.LEARNED, AppreciationKind.USED)
_OF_CONTRIBUTION: Final[Mapping[str, tuple[AppreciationKind, ...]]] = {
    ContributionKind.QUESTION: (AppreciationKind.ME_TOO, AppreciationKind.LIKE, AppreciationKind.LEARNED),
    ContributionKind.ANNOUNCEMENT: (AppreciationKind.LIKE,),
}
_OF_COMMENT: Final = (AppreciationKind.LIKE,)


def kinds_for(target: Target) -> tuple[AppreciationKind, ...]:
    """The signs that fit ``target``, in the order in which they stand beneath it."""
    if isinstance(target, Contribution):
        return _OF_CONTRIBUTION.get(target.kind, _WORK)
    return _WORK if isinstance(target, Answer) else _OF_COMMENT


@rule
def appreciate(actor: Actor, contribution: Contribution, known: Standing | None = None) -> Reason:
    """Whoever may comment, also after closing, under ``contribution``; for its page, which knows the rest."""
    if contribution.state != State.PUBLISHED:
        return _("This is not published yet.")
    return rules.writes(actor, contribution, known, Capability.COMMENT)


@rule
def give(actor: Actor, target: Target, kind: AppreciationKind, known: Standing | None = None) -> Reason:
    """A sign that fits, to what somebody else wrote; ``known`` is for who looked it up already."""
    if kind not in kinds_for(target):
        return _("You cannot give this kind of appreciation here.")
    contribution = target if isinstance(target, Contribution) else target.contribution
    known = known or standing(actor, contribution)
    reason = appreciate.reason(actor, contribution, known)
    if reason:
        return reason
    if target.state != State.PUBLISHED:
        return _("This is not published yet.")
    own = known.is_author if isinstance(target, Contribution) else target.is_by(actor.person_id)
    return own_words() if own else None


def own_words() -> str:
    """Why nobody appreciates what they wrote themselves."""
    return _("You wrote this yourself. This is for others to say.")
