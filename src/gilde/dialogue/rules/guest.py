"""Who invites somebody from outside to one conversation, what a guest may do there, and who ends it (decision 18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from gilde.communities.enums import Capability, Guests, RestrictionKind
from gilde.communities.queries.capability import can, restrictions
from gilde.communities.rules.capability import may, restricted
from gilde.communities.rules.charter import charter_current, charter_reason
from gilde.communities.rules.invitation import no_longer_works
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.rules import Reason, rule
from gilde.dialogue.enums import State
from gilde.dialogue.models import Contribution, Guest
from gilde.dialogue.queries.standing import Standing

MOST_PLACES: Final = 20
"""Guests and waiting invitations of one conversation."""

MAILS_A_DAY: Final = 20
"""Addresses that one person invites to conversations in a day."""

_A_DAY: Final = timedelta(days=1)
AGAIN_AFTER: Final = _A_DAY


def is_guest(actor: Actor, contribution: Contribution) -> bool:
    """Whether ``actor`` takes part in ``contribution`` from outside its community; no query."""
    return contribution.pk in actor.guest_in and actor.role_in(contribution.community_id) is None


def writes_as_guest(actor: Actor, contribution: Contribution) -> Reason:
    """What keeps a guest from replying: an archived community, and what was decided about them."""
    if contribution.community.is_archived:
        return _("This community is archived: you can read it, but not change anything.")
    kinds = {row.kind for row in restrictions(actor, contribution.community_id)}
    if kinds & {RestrictionKind.READ_ONLY.value, RestrictionKind.REMOVED.value}:
        return restricted.reason(actor, contribution.community_id) or None
    return None


@rule
def invite(actor: Actor, contribution: Contribution, known: Standing | None = None) -> Reason:
    """Who may share something there, or who keeps order: what the community chose. No query with ``known``."""
    community = contribution.community
    reason = may.reason(actor, community, Capability.CONTRIBUTE)
    if reason:
        return reason
    if community.guests_by == Guests.NOBODY:
        return _("This community has no guests in its conversations.")
    if community.guests_by == Guests.HOSTS and not can(actor, community, Capability.ADMIT):
        return _("In this community the hosts and facilitators invite guests.")
    if known is not None and not known.charter_current:
        return charter_reason(community)
    reason = charter_current.reason(actor, community) if known is None else ""
    return reason or has_room_for_guests(contribution)


def has_room_for_guests(contribution: Contribution) -> Reason:
    """What a conversation must be for somebody from outside to take part: published, open, named and not kept in."""
    if contribution.state != State.PUBLISHED:
        return _("This is not published yet.")
    if contribution.asker_id is not None:
        return _("This was shared without a name, with this community only. It has no guests.")
    if contribution.stays:
        return _("This stays in this community. It has no guests.")
    if contribution.closed_at is not None:
        return _("This conversation is closed.")
    return None


@rule
def one_more(actor: Actor, contribution: Contribution, *, by_mail: bool) -> Reason:
    """There is room for one more, and who invites did not mail half the world today; two queries."""
    taken = contribution.guests.taking_part().count() + contribution.guests.waiting().count()
    if taken >= MOST_PLACES:
        return _("This conversation has as many guests and invitations as it can have. End one first.")
    mine = Guest.objects.filter(invited_by_id=actor.person_id or 0, invited_at__gt=now() - _A_DAY)
    if by_mail and mine.exclude(sent_at=None, email="").count() >= MAILS_A_DAY:
        return _("You have invited a lot of people today. Continue tomorrow, or create a link to share.")
    return None


@rule
def again(actor: Actor, guest: Guest, contribution: Contribution) -> Reason:
    """Its mail may go out once more: by who may end it and invites here, while it works, and once a day."""
    return end.reason(actor, guest, contribution) or invite.reason(actor, contribution) or not_again(guest)


def not_again(guest: Guest) -> Reason:
    """What keeps the mail of an invitation from going out once more, whoever asks; no query."""
    if guest.failure:
        return guest.failure
    if not guest.email or not guest.is_usable:
        return no_longer_works()
    if guest.sent_at is None:
        return _("This email is on its way.")
    if guest.sent_at > now() - AGAIN_AFTER:
        return _("This email was sent less than a day ago. Give it some time.")
    return None


def is_here_already() -> str:
    """Why an address gets no invitation."""
    return _("Someone with this address is a member here, a guest of this conversation, or invited already.")


@rule
def works(actor: Actor, guest: Guest | None, contribution: Contribution | None = None) -> Reason:
    """The invitation lets ``actor`` in now: the same sentence for every cause, so that it tells nothing.

    Args:
        contribution: as it is now, with its community; that of ``guest`` when it is not given.
    """
    if guest is None or not guest.is_usable:
        return no_longer_works()
    row = contribution or guest.contribution
    community = row.community
    shut = row.state != State.PUBLISHED or row.stays or row.asker_id is not None or community.is_archived
    if shut or community.guests_by == Guests.NOBODY:
        return no_longer_works()
    if not actor.apart.isdisjoint({guest.invited_by_id or 0, row.author_id}):
        return no_longer_works()
    if any(found.kind == RestrictionKind.REMOVED for found in restrictions(actor, community.pk)):
        return no_longer_works()
    return None


@rule
def end(actor: Actor, guest: Guest, contribution: Contribution) -> Reason:
    """Who invited them, who wrote the contribution, who keeps order there, and the guest."""
    if actor.person_id is None:
        return _("Log in first.")
    if actor.person_id == guest.person_id:
        return None
    if actor.role_in(contribution.community_id) is not None:
        mine = guest.invited_by_id == actor.person_id or contribution.is_by(actor.person_id)
        if mine or can(actor, contribution.community, Capability.CURATE):
            return None
    return _("Only the one who invited them, the person who wrote this or a host can end it.")
