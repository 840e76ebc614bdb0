"""Reactions of dialogue to what happens in the rooms below. Idempotent, inside the transaction of the act."""

from __future__ import annotations

from gilde.communities.enums import Guests, RestrictionKind
from gilde.communities.enums import Verb as CommunityVerb
from gilde.communities.models import Community
from gilde.core.activity import on
from gilde.core.models import Activity
from gilde.dialogue.actions.audience import hold_to
from gilde.dialogue.actions.guest import end_all
from gilde.dialogue.actions.leaving import forget
from gilde.dialogue.actions.read_mark import set_floor
from gilde.dialogue.enums import GuestEnd, Verb
from gilde.dialogue.models import Contribution
from gilde.dialogue.tasks import fetch_preview, mail_guest
from gilde.people.enums import Verb as PersonVerb


@on(PersonVerb.ERASED)
def forget_who_left(event: Activity) -> None:
    """Wipe what dialogue holds of somebody who left for good."""
    if event.target_id is not None:
        forget(person_id=event.target_id)


@on(CommunityVerb.MEMBER_JOINED)
def begin_reading(event: Activity) -> None:
    """What was said before somebody joined is not waiting for them."""
    person_id = event.data.get("person")
    if isinstance(person_id, int) and event.community_id is not None:
        set_floor(person_id=person_id, communities=[event.community_id], at=event.at)


@on(CommunityVerb.MEMBER_JOINED)
def need_no_place(event: Activity) -> None:
    """Whoever reads everything in a community is no guest there, and is none again when they leave."""
    person_id = event.data.get("person")
    if isinstance(person_id, int) and event.community_id is not None:
        end_all(why=GuestEnd.JOINED, person_id=person_id, community_id=event.community_id)


@on(CommunityVerb.MEMBER_LEFT, CommunityVerb.MEMBER_REMOVED)
def invite_no_more(event: Activity) -> None:
    """Nobody comes in through an invitation of somebody who is not there any more."""
    person_id = event.data.get("person", event.actor_id)
    if isinstance(person_id, int) and event.community_id is not None:
        end_all(why=GuestEnd.WITHDRAWN, invited_by_id=person_id, community_id=event.community_id, person__isnull=True)


@on(CommunityVerb.RESTRICTED)
def shut_out(event: Activity) -> None:
    """Who may not come back to a community is no guest there either."""
    person_id = event.data.get("person")
    if event.data.get("kind") == RestrictionKind.REMOVED and isinstance(person_id, int):
        end_all(why=GuestEnd.REMOVED, person_id=person_id, community_id=event.community_id)


@on(CommunityVerb.COMMUNITY_CHANGED)
def have_no_guests(event: Activity) -> None:
    """A community that has no guests any more ends what they had."""
    if "guests" in event.data.get("fields", ()):
        places = Community.objects.filter(pk=event.target_id or 0, guests=Guests.NOBODY)
        for place in places.values_list("pk", flat=True):
            end_all(why=GuestEnd.FORBIDDEN, community_id=place)


@on(Verb.GUEST_INVITED)
def mail_the_invitation(event: Activity) -> None:
    """The mail leaves after the commit."""
    if event.data.get("by_mail"):
        mail_guest.enqueue(event.data["guest"])


@on(CommunityVerb.COMMUNITY_CHANGED)
def keep_inside(event: Activity) -> None:
    """What a community does not allow any more is not so any more, in the same transaction."""
    if "widest_audience" in event.data.get("fields", ()) and event.target_id is not None:
        widest = Community.objects.values_list("widest_audience", flat=True).get(pk=event.target_id)
        hold_to(community_id=event.target_id, widest=widest)


@on(Verb.CONTRIBUTED, Verb.CONTRIBUTION_EDITED)
def look_at_the_linked_page(event: Activity) -> None:
    """Let a task fetch title and description of an address that nobody looked at before."""
    preview = (
        Contribution.objects.filter(pk=event.target_id or 0, link_preview__fetched_at__isnull=True)
        .values_list("link_preview_id", flat=True)
        .first()
    )
    if preview is not None:
        fetch_preview.enqueue(preview)
