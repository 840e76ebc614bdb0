"""What happens below that people are told of."""

from __future__ import annotations

from gilde.attention.notifications.actions.notice import forget
from gilde.attention.notifications.tasks import tell_people
from gilde.communities.enums import Verb as CommunityVerb
from gilde.core import live
from gilde.core.activity import on
from gilde.core.models import Activity
from gilde.dialogue.enums import Verb


@on(
    Verb.CONTRIBUTED,
    Verb.STORY_APPROVED,
    Verb.STORY_RETURNED,
    Verb.ANSWERED,
    Verb.ANSWER_ACCEPTED,
    Verb.COMMENTED,
    Verb.APPRECIATED,
    Verb.COMPLIMENTED,
    CommunityVerb.JOIN_REQUESTED,
    CommunityVerb.MEMBER_JOINED,
    CommunityVerb.ROLE_CHANGED,
    CommunityVerb.CHARTER_PUBLISHED,
)
def tell(activity: Activity) -> None:
    """Finding who is concerned takes longer than a write may: a task does it, a moment later."""
    tell_people.enqueue(activity.pk)


@on(
    Verb.CONTRIBUTION_DELETED,
    Verb.CONTRIBUTION_MOVED,
    Verb.ANSWER_DELETED,
    Verb.COMMENT_DELETED,
    Verb.COMPLIMENT_WITHDRAWN,
    CommunityVerb.COMMUNITY_CHANGED,
    CommunityVerb.MEMBER_LEFT,
    CommunityVerb.MEMBER_REMOVED,
)
def take_back(activity: Activity) -> None:
    """What somebody may not read any more is gone from their bell in the same moment."""
    forget(activity)


@on(Verb.COMMENTED, Verb.ANSWERED)
def show(activity: Activity) -> None:
    """Whoever has the conversation open hears that there is more."""
    live.tell("reply", [f"contribution:{activity.data['contribution']}"])
