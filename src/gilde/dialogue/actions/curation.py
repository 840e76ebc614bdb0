"""Keeping a community's conversation in order: pin, close, move."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from gilde.communities.models import Community, Membership
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.rules import Refusal
from gilde.dialogue.actions.guest import end_all as end_guests
from gilde.dialogue.actions.hold import count as count_holds
from gilde.dialogue.actions.unnamed import as_heard
from gilde.dialogue.enums import GuestEnd, State, Verb
from gilde.dialogue.models import Answer, Appreciation, Comment, Compliment, Contribution, ContributionTag, Hold
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.rules import contribution as rules
from gilde.people.models import Person


@transaction.atomic
def pin(*, actor: Actor, contribution: Contribution) -> Contribution:
    """Keep a contribution at the top of its community; a second time changes nothing.

    Raises:
        Refusal: when the actor does not curate the community, or three are pinned already.
    """
    row = locked_contribution(contribution.pk)
    Community.objects.locked([row.community_id])  # after the contribution, like whoever deletes it or replies
    if row.pinned_at is not None:
        return row
    others = Contribution.objects.filter(
        community_id=row.community_id, pinned_at__isnull=False, state=State.PUBLISHED
    ).count()
    rules.pin.require(actor, row, others)
    row.pinned_at = now()
    row.save(update_fields=["pinned_at"])
    activity.record(Verb.CONTRIBUTION_PINNED, actor=actor, target=row, community=row.community_id)
    return row


@transaction.atomic
def unpin(*, actor: Actor, contribution: Contribution) -> Contribution:
    """Let it take its place in the stream again; when it was not pinned, nothing changes.

    Raises:
        Refusal: when the actor does not curate the community.
    """
    row = locked_contribution(contribution.pk)
    rules.curate.require(actor, row)
    if row.pinned_at is not None:
        row.pinned_at = None
        row.save(update_fields=["pinned_at"])
        activity.record(Verb.CONTRIBUTION_UNPINNED, actor=actor, target=row, community=row.community_id)
    return row


@transaction.atomic
def close(*, actor: Actor, contribution: Contribution, reason: str) -> Contribution:
    """End a conversation: it stays readable and can be appreciated, but nobody replies any more.

    Args:
        reason: one line that everybody reads, at most 200 characters.

    Raises:
        Refusal: when the actor neither wrote it nor curates the community, or gives no reason.
    """
    row = locked_contribution(contribution.pk)
    rules.close.require(actor, row)
    if row.closed_at is not None:
        return row
    if not reason.strip():
        raise Refusal(_("Say in a few words why you are closing this."))
    heard = as_heard(actor, row)
    row.closed_at, row.closed_by_id, row.closed_reason = now(), heard.person_id, reason.strip()[:200]
    row.save(update_fields=["closed_at", "closed_by", "closed_reason"])
    activity.record(Verb.CONTRIBUTION_CLOSED, actor=heard, target=row, community=row.community_id)
    return row


@transaction.atomic
def reopen(*, actor: Actor, contribution: Contribution) -> Contribution:
    """Let people reply again; when it is open, nothing changes.

    Raises:
        Refusal: when the actor may not, or a host closed it.
    """
    row = locked_contribution(contribution.pk)
    rules.reopen.require(actor, row)
    if row.closed_at is not None:
        row.closed_at, row.closed_by, row.closed_reason = None, None, ""
        row.save(update_fields=["closed_at", "closed_by", "closed_reason"])
        activity.record(Verb.CONTRIBUTION_REOPENED, actor=as_heard(actor, row), target=row, community=row.community_id)
    return row


@transaction.atomic
def move(*, actor: Actor, contribution: Contribution, to: Community) -> Contribution:
    """Bring a contribution with everything under it to another community; into the same one changes nothing.

    Who can read it follows at once from where it is. Its place at the top and the behaviour it named belong to the
    community it leaves, and stay behind.

    Raises:
        Refusal: when the actor may not move it, may not contribute there, or somebody's words would reach further than
            they meant.
    """
    row = locked_contribution(contribution.pk)
    goal = Community.objects.locked({row.community_id, to.pk})[to.pk]  # after the contribution, as in ``pin``
    if row.community_id == goal.pk:
        return row
    rules.move_to.require(actor, row, goal, author_goes_along=goes_along(row, goal))
    behind = _left_behind(row, goal)
    if behind is not None:
        raise Refusal(_("%(name)s is not a member of this community.") % {"name": behind.name})
    left = row.community_id
    end_guests(contribution=row, why=GuestEnd.MOVED, actor=actor)  # they were invited to the other place
    row.guest_count = 0
    row.community = goal
    row.audience = goal.audience_for(row.audience)
    row.pinned_at = None
    row.behaviour = None
    row.save(update_fields=["community", "audience", "pinned_at", "behaviour"])
    under = Q(contribution=row) | Q(answer__contribution=row) | Q(comment__contribution=row)
    Appreciation.objects.filter(under).update(community=goal)
    Answer.objects.filter(contribution=row).update(community=goal)
    Comment.objects.filter(contribution=row).update(community=goal)
    Compliment.objects.filter(contribution=row).update(community=goal, behaviour=None)
    ContributionTag.objects.filter(contribution=row).update(community=goal)
    if Hold.objects.filter(contribution=row).update(community=goal):
        for place in (left, goal.pk):
            count_holds(place)
    if row.state == State.PUBLISHED:
        old, new = Community.objects.filter(pk=left), Community.objects.filter(pk=goal.pk)
        old.filter(contribution_count__gt=0).update(contribution_count=F("contribution_count") - 1)
        new.update(contribution_count=F("contribution_count") + 1)
        new.filter(last_activity_at__lt=row.last_activity_at).update(last_activity_at=row.last_activity_at)
    activity.record(
        Verb.CONTRIBUTION_MOVED,
        actor=as_heard(actor, row),
        target=row,
        community=goal,
        data={"from": left, "to": goal.pk},
    )
    return row


def _left_behind(contribution: Contribution, to: Community) -> Person | None:
    """Who told it or made it together with its author, and could no longer read it there; at most one query."""
    open_to_all = to.is_public and to.audience_for(contribution.audience) == Audience.PUBLIC
    if open_to_all or not contribution.several_authors:
        return None
    here, there = (
        Membership.objects.filter(community=place).values("person_id") for place in (contribution.community_id, to.pk)
    )
    parts = contribution.authorships.filter(person_id__in=here).exclude(person_id__in=there).select_related("person")
    part = parts.first()
    return part.person if part is not None else None


def goes_along(contribution: Contribution, to: Community) -> bool:
    """Whether its author can read the other place, or is not here to miss it; at most one query."""
    author = contribution.author
    open_to_all = to.is_public and to.audience_for(contribution.audience) == Audience.PUBLIC
    if open_to_all:
        return True
    if contribution.asker_id is not None:
        return True  # nobody else moves it, and they share something there, so they belong there
    if author.is_placeholder or not author.is_present:
        return True
    return Membership.objects.filter(community=to, person=author).exists()
