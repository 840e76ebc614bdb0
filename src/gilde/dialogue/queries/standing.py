"""What the rules about one contribution ask of the database, looked up once."""

from __future__ import annotations

from dataclasses import dataclass

from gilde.communities.models import Community, Membership
from gilde.core.actor import Actor
from gilde.core.models import Activity
from gilde.dialogue.enums import Part, Verb
from gilde.dialogue.models import Authorship, Contribution


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a contribution.

    Attributes:
        is_author: wrote it, told it, or made it together with others.
        charter_current: accepted the charter in force of its community, or need not.
    """

    is_author: bool
    charter_current: bool


def standing(actor: Actor, contribution: Contribution) -> Standing:
    """How ``actor`` stands to ``contribution``: at most two queries, none for visitors."""
    if actor.person_id is None:
        return Standing(is_author=False, charter_current=True)
    is_author = contribution.is_by(actor.person_id) or (
        contribution.several_authors and contribution.authorships.filter(person_id=actor.person_id).exists()
    )
    return Standing(is_author=is_author, charter_current=accepted(actor, contribution.community))


def accepted(actor: Actor, community: Community) -> bool:
    """Whether nothing in the charter of ``community`` keeps ``actor`` from writing; at most one query."""
    if community.charter_id is None or actor.person_id is None or actor.role_in(community.pk) is None:
        return True
    seen = (
        Membership.objects.filter(community=community, person_id=actor.person_id)
        .values_list("charter_seen_id", flat=True)
        .first()
    )
    return community.is_charter_current(seen)


def asks_teller(contribution: Contribution) -> bool:
    """Whether its teller has yet to approve it; at most one query, none for what one person made."""
    if not contribution.several_authors:
        return False
    return contribution.authorships.filter(part=Part.TELLER, approved_at__isnull=True).exists()


def approved_by(contribution: Contribution) -> Authorship | None:
    """The teller's part in a story that its teller approved; at most one query, none for what one person made."""
    if not contribution.several_authors:
        return None
    told = contribution.authorships.filter(part=Part.TELLER, approved_at__isnull=False)
    return told.select_related("person").first()


def showed_before(contribution: Contribution) -> bool:
    """Whether a story was published once: it moved in its stream, or the log has its publication; at most one query."""
    if contribution.last_activity_at != contribution.created_at:
        return True
    acts = Activity.objects.filter(target_kind=contribution._meta.label_lower, target_id=contribution.pk)
    return acts.filter(verb=Verb.STORY_APPROVED).exists()
