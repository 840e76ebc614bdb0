"""Who may do what with contributions and replies; each refusal has its reason.

Rules about one contribution take its :class:`Standing` where the caller knows it already (its page does), and look it
up themselves otherwise.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.queries.capability import can
from gilde.communities.rules.capability import may, restricted
from gilde.communities.rules.charter import charter_current, charter_reason
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.dialogue.enums import WITHHELD, ContributionKind, State
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.dialogue.queries.standing import Standing, standing
from gilde.dialogue.rules.guest import is_guest, writes_as_guest

MOST_PINNED: Final = 3
Reply = Answer | Comment


def writes(actor: Actor, contribution: Contribution, known: Standing | None, capability: Capability) -> Reason:
    """The reasons that hold for every kind of writing under ``contribution``, what can be mended first."""
    if capability == Capability.COMMENT and is_guest(actor, contribution):
        return writes_as_guest(actor, contribution)
    community = contribution.community
    reason = may.reason(actor, community, capability)
    if reason:
        return reason
    if known is None:
        return charter_current.reason(actor, community) or None
    return None if known.charter_current else charter_reason(community)


@rule
def contribute(actor: Actor, community: Community, kind: str) -> Reason:
    """Members contribute; announcements are for those who may announce."""
    capability = Capability.ANNOUNCE if kind == ContributionKind.ANNOUNCEMENT else Capability.CONTRIBUTE
    return may.reason(actor, community, capability) or charter_current.reason(actor, community) or None


@rule
def comment(actor: Actor, contribution: Contribution, known: Standing | None = None) -> Reason:
    """Whoever may comment in the community, as long as the contribution is open."""
    if contribution.state != State.PUBLISHED:
        return _("This is not published yet.")
    if contribution.closed_at is not None:
        return _("This conversation is closed.")
    return writes(actor, contribution, known, Capability.COMMENT)


@rule
def under(reply: Reply) -> Reason:
    """What stands: a deleted or withheld answer takes no comments and did not help."""
    if reply.deleted_at is not None:
        return _("This answer was deleted in the meantime.")
    return None if reply.state == State.PUBLISHED else _("This is not published yet.")


@rule
def edit(actor: Actor, contribution: Contribution, known: Standing | None = None) -> Reason:
    """Its authors, the teller included."""
    if contribution.state == State.DELETED:
        return _("This was deleted.")
    known = known or standing(actor, contribution)
    if not known.is_author:
        return _("Only the person who wrote this can edit it.")
    return writes(actor, contribution, known, Capability.COMMENT)


@rule
def edit_reply(actor: Actor, reply: Reply) -> Reason:
    """Only its author."""
    if not reply.is_by(actor.person_id):
        return _("Only the person who wrote this can edit it.")
    if reply.deleted_at is not None:
        return _("This was deleted.")
    return writes(actor, reply.contribution, None, Capability.COMMENT)


@rule
def delete(actor: Actor, thing: Contribution | Reply) -> Reason:
    """Its author, or who curates the community."""
    if thing.is_by(actor.person_id):
        return None
    if can(actor, thing.community, Capability.CURATE):
        return None
    return _("Only the person who wrote this, or a host, can delete it.")


@rule
def curate(actor: Actor, contribution: Contribution) -> Reason:
    """Those who curate the community."""
    return may.reason(actor, contribution.community, Capability.CURATE) or None


@rule
def pin(actor: Actor, contribution: Contribution, pinned: int) -> Reason:
    """Those who curate; ``pinned`` is how many others stand at the top of the community already."""
    if contribution.state != State.PUBLISHED:
        return _("This is not published yet.")
    reason = curate.reason(actor, contribution)
    if reason:
        return reason
    if pinned >= MOST_PINNED:
        return ngettext(
            "At most %(count)d contribution can be pinned. Unpin it first.",
            "At most %(count)d contributions can be pinned. Unpin one of them first.",
            MOST_PINNED,
        ) % {"count": MOST_PINNED}
    return None


@rule
def close(actor: Actor, contribution: Contribution) -> Reason:
    """Its author, or who curates the community."""
    if contribution.state != State.PUBLISHED:
        return _("This is not published yet.")
    if contribution.is_by(actor.person_id):
        return restricted.reason(actor, contribution.community_id) or None
    return curate.reason(actor, contribution) or None


@rule
def reopen(actor: Actor, contribution: Contribution) -> Reason:
    """Who may close; what a host closed, a host opens."""
    mine = contribution.voice_of(actor.person_id or 0)
    if contribution.closed_by_id not in {None, mine} and not can(actor, contribution.community, Capability.CURATE):
        return _("This conversation is closed. Ask a host to reopen it.")
    return close.reason(actor, contribution) or None


@rule
def move(actor: Actor, contribution: Contribution) -> Reason:
    """Its author, or who curates the community it is in.

    What was shared without a name only by the one who shared it: where it may go depends on where its author belongs,
    so a host could find out by trying one place after another.
    """
    if contribution.state == State.DELETED:
        return _("This was deleted.")
    if contribution.state in WITHHELD:
        return _("This is not published yet.")
    if contribution.is_by(actor.person_id):
        return None
    if contribution.asker_id is not None:
        return _("This was shared without a name. Only the person who wrote it can move it.")
    if can(actor, contribution.community, Capability.CURATE):
        return None
    return _("Only the person who wrote this, or a host, can move it.")


@rule
def move_to(actor: Actor, contribution: Contribution, to: Community, *, author_goes_along: bool) -> Reason:
    """Into a community where the mover may contribute, and where nobody's words reach further than they meant.

    Args:
        author_goes_along: whether the author can read the other place, or is not here to miss it.
    """
    reason = move.reason(actor, contribution)
    if reason:
        return reason
    if to.pk == contribution.community_id:
        return _("It is already in this community.")
    reason = contribute.reason(actor, to, contribution.kind)
    if reason:
        return reason
    # What stays in its room is taken out of it only by the one who wrote it, and alone.
    if contribution.stays or to.audience < contribution.community.audience:
        if not contribution.is_by(actor.person_id):
            return _("This was written for a smaller group. Only the person who wrote it can move it to a larger one.")
        if contribution.comment_count or contribution.answer_count:
            return _("Others replied here to a smaller group. Share it there as something new instead.")
    if not author_goes_along:
        return _("The person who wrote this is not a member there and could no longer see it.")
    return None
