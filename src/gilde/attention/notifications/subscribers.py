"""What happens below that people are told of."""

from __future__ import annotations

from django.db import transaction

from gilde.attention.notifications.actions import push
from gilde.attention.notifications.actions.letter import PATIENCE
from gilde.attention.notifications.actions.level import follow
from gilde.attention.notifications.actions.notice import forget, forget_person, keep_apart, spread
from gilde.attention.notifications.actions.wake import ROUNDS
from gilde.attention.notifications.enums import URGENT, Rhythm, Subject
from gilde.attention.notifications.enums import Verb as OwnVerb
from gilde.attention.notifications.models import MailChoice, Notice
from gilde.attention.notifications.queries.device import with_devices
from gilde.attention.notifications.tasks import mail_at_once, push_soon, wake_helpers
from gilde.communities.enums import Verb as CommunityVerb
from gilde.core.activity import on
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.core.reactions import soon
from gilde.dialogue.enums import ContributionKind, Verb
from gilde.governance.enums import Verb as GovernanceVerb
from gilde.people.enums import Verb as PersonVerb


@soon(
    Verb.CONTRIBUTED,
    Verb.STORY_APPROVED,
    Verb.STORY_RETURNED,
    Verb.AUTHOR_LEFT,
    Verb.AUTHORS_CHANGED,
    Verb.CONTRIBUTION_WITHHELD,
    Verb.ANSWER_WITHHELD,
    Verb.COMMENT_WITHHELD,
    Verb.HOLD_ENDED,
    Verb.ANSWERED,
    Verb.ANSWER_ACCEPTED,
    Verb.COMMENTED,
    Verb.APPRECIATED,
    Verb.COMPLIMENTED,
    Verb.GUEST_CAME,
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
    GovernanceVerb.SANCTION_LIFTED,
    GovernanceVerb.PUT_BACK,
    GovernanceVerb.NAME_ASKED,
    GovernanceVerb.NAME_LIFTED,
)
def tell(*activities: Activity) -> None:
    """Tell everybody whom these acts concern, and plan a mail for who wants to know at once.

    What was planned before is not planned twice, and a worker that was killed between the two loses no plan.
    """
    spread(*activities)
    rows = Notice.objects.filter(activity__in=activities, reason__in=URGENT, letter=None, push=None)
    urgent = list(rows.values_list("person_id", flat=True).distinct())
    if not urgent:
        return
    eager = MailChoice.objects.filter(rhythm=Rhythm.AT_ONCE, person__in=urgent).values_list("person_id", flat=True)
    owners = with_devices(urgent)
    with transaction.atomic():
        for number in owners:
            push_soon.using(run_after=now() + push.PATIENCE).enqueue(number)
        for number in eager:
            # One waits per person: what happens meanwhile goes along.
            mail_at_once.using(run_after=now() + PATIENCE).enqueue(number)


@on(Verb.CONTRIBUTED)
def look_for_helpers(activity: Activity) -> None:
    """A question wakes a few people in a few minutes: time to mend it, and for an answer by who is here."""
    if activity.target_id is not None and activity.data.get("kind") == ContributionKind.QUESTION:
        wake_helpers.using(run_after=activity.at + ROUNDS[0]).enqueue(activity.target_id, 1)


@on(
    Verb.CONTRIBUTION_DELETED,
    Verb.CONTRIBUTION_MOVED,
    Verb.CONTRIBUTION_AUDIENCE,
    Verb.CONTRIBUTION_WITHHELD,
    Verb.ANSWER_DELETED,
    Verb.ANSWER_WITHHELD,
    Verb.COMMENT_DELETED,
    Verb.COMMENT_WITHHELD,
    Verb.HOLD_ENDED,
    Verb.HOLD_WITHDRAWN,
    Verb.COMPLIMENT_WITHDRAWN,
    Verb.GUEST_ENDED,
    CommunityVerb.COMMUNITY_CHANGED,
    CommunityVerb.MEMBER_LEFT,
    CommunityVerb.MEMBER_REMOVED,
)
def take_back(activity: Activity) -> None:
    """What somebody may not read any more is gone from their bell in the same moment."""
    forget(activity)


@on(Verb.GUEST_CAME)
def follow_as_guest(activity: Activity) -> None:
    """Whoever came for one conversation is told of everything in it, until they choose otherwise."""
    person = activity.data.get("person")
    if isinstance(person, int) and activity.target_id is not None:
        follow(person_id=person, subject=Subject.CONTRIBUTION, number=activity.target_id)


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
