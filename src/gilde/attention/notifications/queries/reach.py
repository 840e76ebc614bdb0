"""Which notices an act, or a choice, is about."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from gilde.attention.notifications.enums import Reason, Subject
from gilde.communities.enums import Verb as CommunityVerb
from gilde.communities.models import Membership
from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.dialogue.enums import Verb
from gilde.dialogue.models import Guest, Hold


def about(subject: Subject, number: int) -> Q:
    """A filter on notices: those about this contribution, in this community or by this person."""
    if subject == Subject.CONTRIBUTION:
        return Q(contribution=number)
    if subject == Subject.COMMUNITY:
        return Q(contribution__community=number) | Q(contribution=None, community=number)
    return Q(by=number)


def out_of_reach(activity: Activity) -> Q:
    """A filter on notices: those that ``activity`` took out of their receiver's sight.

    Moved or closed off: for who does not belong to the place where it is now. Deleted or withheld: for everybody.
    Left, or a guest no longer: for who left, unless anybody may read there.
    """
    here = Membership.objects.filter(person=OuterRef("person"), community=OuterRef("contribution__community"))
    guest = Guest.objects.taking_part().filter(person=OuterRef("person"), contribution=OuterRef("contribution"))
    outside = Q(~Exists(here), ~Exists(guest))
    closed = ~Q(contribution__community__audience=Audience.PUBLIC, contribution__audience=Audience.PUBLIC)
    match activity.verb:
        case Verb.CONTRIBUTION_DELETED | Verb.CONTRIBUTION_WITHHELD:
            return Q(contribution=activity.target_id)
        case Verb.HOLD_ENDED | Verb.HOLD_WITHDRAWN:
            held = Hold.objects.filter(pk=activity.target_id or 0).first()
            return _told_of_hold(held) if held is not None else Q(pk__in=[])
        case Verb.CONTRIBUTION_MOVED | Verb.CONTRIBUTION_AUDIENCE:
            return Q(contribution=activity.target_id) & closed & outside
        case Verb.COMMENT_DELETED | Verb.ANSWER_DELETED | Verb.COMMENT_WITHHELD | Verb.ANSWER_WITHHELD:
            return Q(activity__target_kind=activity.target_kind, activity__target_id=activity.target_id)
        case Verb.COMPLIMENT_WITHDRAWN:
            return Q(activity__target_kind=activity.target_kind, activity__target_id=activity.target_id)
        case Verb.GUEST_ENDED:
            return Q(person=activity.data.get("person"), contribution=activity.target_id) & closed
        case CommunityVerb.COMMUNITY_CHANGED:
            return Q(contribution__community=activity.target_id) & closed & outside
        case CommunityVerb.MEMBER_LEFT | CommunityVerb.MEMBER_REMOVED:
            person = activity.data.get("person", activity.actor_id)
            inside = Q(contribution__community=activity.community_id) & closed
            return Q(person=person) & (inside | Q(contribution=None, community=activity.community_id))
    return Q(pk__in=[])


def _told_of_hold(held: Hold) -> Q:
    """What those who keep order were told of something that waited, and waits no more."""
    said = held.said
    return Q(reason=Reason.HELD, activity__target_kind=said._meta.label_lower, activity__target_id=said.pk)
