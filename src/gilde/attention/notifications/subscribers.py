"""What happens below that people are told of."""

from __future__ import annotations

from gilde.attention.notifications.actions.notice import forget, forget_person, keep_apart
from gilde.attention.notifications.tasks import tell_people
from gilde.communities.enums import Verb as CommunityVerb
from gilde.core.activity import on
from gilde.core.models import Activity
from gilde.dialogue.enums import Verb
from gilde.people.enums import Verb as PersonVerb


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


@on(PersonVerb.BLOCKED)
def part(activity: Activity) -> None:
    """Who blocks somebody has nothing of theirs at the bell any more, and the other way round."""
    if activity.actor_id is not None:
        keep_apart(person_id=activity.actor_id)


@on(PersonVerb.ERASED)
def forget_who_left(activity: Activity) -> None:
    """Nothing is kept for somebody who left for good."""
    if activity.target_id is not None:
        forget_person(person_id=activity.target_id)
