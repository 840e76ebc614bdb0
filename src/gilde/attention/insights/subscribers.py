"""What happens below that insights keep. Idempotent, and but for replies inside the transaction of the act."""

from __future__ import annotations

from datetime import timedelta

from gilde.attention.insights.actions import care, ready
from gilde.attention.insights.actions.first_reply import note_first_reply
from gilde.attention.insights.queries.first_answer import heard
from gilde.attention.insights.tasks import count, measure
from gilde.communities.enums import Verb as CommunityVerb
from gilde.core.activity import on
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.core.reactions import soon
from gilde.dialogue.enums import Verb
from gilde.dialogue.models import Comment
from gilde.people.enums import Verb as PersonVerb

_SOON = timedelta(minutes=1)  # what follows in a moment is measured along


def _look(activity: Activity, contribution_id: int | None, *, again: bool) -> None:
    if contribution_id is None or not note_first_reply(contribution_id, again=again):
        return
    if activity.community_id is not None:
        measure.using(run_after=now() + _SOON).enqueue(activity.community_id)


@soon(Verb.ANSWERED, Verb.COMMENTED)
def somebody_replied(*activities: Activity) -> None:
    """The first word of another person ends the wait; one quick statement for all that follow."""
    replied = {row.data["contribution"]: row for row in reversed(activities) if row.data.get("contribution")}
    for number in replied.keys() - set(heard(list(replied))):
        _look(replied[number], number, again=False)


@on(
    Verb.ANSWER_DELETED,
    Verb.ANSWER_WITHHELD,
    Verb.ANSWER_SHOWN,
    Verb.COMMENT_WITHHELD,
    Verb.COMMENT_SHOWN,
)
def answer_went(activity: Activity) -> None:
    """When it was the first, another one is the first, or none; and back again."""
    _look(activity, activity.data.get("contribution"), again=True)


@on(Verb.COMMENT_DELETED)
def comment_went(activity: Activity) -> None:
    """The same for a comment, which does not say where it stood."""
    row = Comment.objects.filter(pk=activity.target_id or 0).values_list("contribution_id", flat=True)
    _look(activity, row.first(), again=True)


@on(
    Verb.CONTRIBUTION_CLOSED,
    Verb.CONTRIBUTION_DELETED,
    Verb.CONTRIBUTION_WITHHELD,
    Verb.COMPLIMENTED,
    CommunityVerb.MEMBER_LEFT,
)
def somebody_was_seen_to(activity: Activity) -> None:
    """What waited waits no more: it is counted again in a moment."""
    if activity.community_id is not None:
        count.using(run_after=activity.at + _SOON).enqueue(activity.community_id)


@on(PersonVerb.ERASED)
def forget_who_left(activity: Activity) -> None:
    """Nothing is kept about somebody who left for good."""
    if activity.target_id is not None:
        care.forget(person_id=activity.target_id)
        ready.forget(person_id=activity.target_id)


@on(Verb.CONTRIBUTION_MOVED)
def contribution_moved(activity: Activity) -> None:
    """It counts where it is."""
    _look(activity, activity.target_id, again=True)
