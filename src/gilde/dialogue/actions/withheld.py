"""Taking something out of everybody's sight but that of its authors and of those who keep order, and showing it again.

What holding for review and hiding by a decision have in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeVar, cast

from django.db import transaction

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.dialogue.actions.published import count_published, count_reply, count_withheld
from gilde.dialogue.enums import WITHHELD, State, Verb
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.dialogue.queries.hold import open_hold
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.queries.standing import asks_teller

Said = Contribution | Answer | Comment
AnySaid = TypeVar("AnySaid", bound=Said)

_GONE: Final[Mapping[type[Said], Verb]] = {
    Contribution: Verb.CONTRIBUTION_WITHHELD,
    Answer: Verb.ANSWER_WITHHELD,
    Comment: Verb.COMMENT_WITHHELD,
}
_BACK: Final[Mapping[type[Said], Verb]] = {
    Contribution: Verb.CONTRIBUTION_SHOWN,
    Answer: Verb.ANSWER_SHOWN,
    Comment: Verb.COMMENT_SHOWN,
}


def locked(row: AnySaid) -> AnySaid:
    """The row as it is now, under the lock of its contribution, so that a reply, a release and a decision in the same
    instant happen one after the other."""
    contribution = locked_contribution(row.pk if isinstance(row, Contribution) else row.contribution_id)
    if isinstance(row, Contribution):
        return cast(AnySaid, contribution)
    fresh: Answer | Comment = type(row)._default_manager.select_related("author").get(pk=row.pk)
    fresh.contribution, fresh.community = contribution, contribution.community
    return cast(AnySaid, fresh)


def withheld_verb(row: Said) -> Verb:
    """What the log says when something begins to be seen by few."""
    return _GONE[type(row)]


@transaction.atomic
def withhold(*, actor: Actor, row: Said, state: Literal[State.HELD, State.HIDDEN]) -> bool:
    """Let only few see ``row`` from now on; whether that changed anything. What is deleted stays as it is; what
    waits for its teller can be hidden, and is not held.

    Counters move, nothing else: bells, lists, the index and streams follow from the activity and from ``visible_to``.
    No rule of its own: the caller holds its own, because a decision, a case and the machine end here.
    """
    fresh = locked(row)
    before = fresh.state
    if before == state or _is_gone(fresh) or (before == State.WAITING and state == State.HELD):
        return False
    if before == State.PUBLISHED:
        if isinstance(fresh, Contribution):
            count_published(fresh, None)
        else:
            count_reply(fresh, up=False)
            count_withheld(fresh, up=True)
    _keep(row, fresh, state)
    _record(_GONE, actor, fresh, state)
    return True


@transaction.atomic
def show_again(*, actor: Actor, row: Said) -> bool:
    """Let everybody see what was withheld, where it stood: nothing is bumped; whether that changed anything.

    What was held and never showed is published by :func:`gilde.dialogue.actions.review.release` instead, which does
    does what sharing does; what was hidden while it waited for a host or for its teller waits again. No rule of its
    own, like :func:`withhold`.
    """
    fresh = locked(row)
    if fresh.state not in WITHHELD or _is_gone(fresh):
        return False
    if isinstance(fresh, Contribution) and asks_teller(fresh):
        _keep(row, fresh, State.WAITING)
        return True
    if fresh.state == State.HIDDEN and open_hold(fresh) is not None:
        _keep(row, fresh, State.HELD)
        return True
    before = fresh.state
    _keep(row, fresh, State.PUBLISHED)
    if isinstance(fresh, Contribution):
        count_published(fresh, fresh.last_activity_at)
    else:
        count_withheld(fresh, up=False)
        count_reply(fresh, up=True)
    _record(_BACK, actor, fresh, before)
    return True


def _keep(row: Said, fresh: Said, state: State) -> None:
    fresh.state = row.state = state
    fresh.save(update_fields=["state"])


def _is_gone(row: Said) -> bool:
    return row.state == State.DELETED or row.deleted_at is not None


def _record(verbs: Mapping[type[Said], Verb], actor: Actor, row: Said, state: str) -> None:
    contribution = row.pk if isinstance(row, Contribution) else row.contribution_id
    data = {"contribution": contribution, "state": str(state)}
    activity.record(verbs[type(row)], actor=actor, target=row, community=row.community_id, data=data)
