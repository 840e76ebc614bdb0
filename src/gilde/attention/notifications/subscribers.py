"""What happens below that people are told of."""

from __future__ import annotations

from gilde.attention.notifications.actions.notice import forget, forget_person, keep_apart
from gilde.attention.notifications.actions.wake import ROUNDS
from gilde.attention.notifications.enums import Verb as OwnVerb
from gilde.attention.notifications.tasks import tell_people, wake_helpers
from gilde.communities.enums import Verb as CommunityVerb
from gilde.core.activity import on
from gilde.core.models import Activity
from gilde.dialogue.enums import ContributionKind, Verb
from gilde.governance.enums import Verb as GovernanceVerb
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
    OwnVerb.HELPERS_ASKED,
    GovernanceVerb.REPORTED,
    GovernanceVerb.CASE_MESSAGE,
    GovernanceVerb.CASE_DECIDED,
    GovernanceVerb.APPEALED,
    GovernanceVerb.APPEAL_DECIDED,
)
def tell(activity: Activity) -> None:
    """Finding who is concerned takes longer than a write may: a task does it, a moment later."""
    tell_people.enqueue(activity.pk)


@on(Verb.CONTRIBUTED)
def look_for_helpers(activity: Activity) -> None:
    """A question wakes a few people in a few minutes: time to mend it, and for an answer by who is here."""
    if activity.target_id is not None and activity.data.get("kind") == ContributionKind.QUESTION:
        wake_helpers.using(run_after=activity.at + ROUNDS[0]).enqueue(activity.target_id, 1)


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
