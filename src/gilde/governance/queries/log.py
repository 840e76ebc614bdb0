"""What hosts did, for the members they did it for: read from the activities, as far as a member may know it.

Nothing here names somebody who was removed or restricted, says what was removed, or tells of a single case: it is about
those who hold power, not about those it was used on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from gilde.communities.enums import Verb as CommunityVerb
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.models import Activity
from gilde.dialogue.enums import HoldOutcome, State
from gilde.dialogue.enums import Verb as DialogueVerb
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.governance.enums import Verb
from gilde.governance.queries.newest import Key, newest_of
from gilde.people.models import Person

PAGE: Final = 30

# Also done by whoever wrote it: then it is no act of a host.
_OWN: Final[Mapping[str, tuple[Any, tuple[DialogueVerb, ...]]]] = {
    "dialogue.contribution": (
        Contribution,
        (
            DialogueVerb.CONTRIBUTION_DELETED,
            DialogueVerb.CONTRIBUTION_MOVED,
            DialogueVerb.CONTRIBUTION_CLOSED,
            DialogueVerb.CONTRIBUTION_REOPENED,
        ),
    ),
    "dialogue.answer": (Answer, (DialogueVerb.ANSWER_DELETED,)),
    "dialogue.comment": (Comment, (DialogueVerb.COMMENT_DELETED,)),
}
_OF_HOSTS: Final = (
    DialogueVerb.CONTRIBUTION_PINNED,
    DialogueVerb.CONTRIBUTION_UNPINNED,
    DialogueVerb.CONTRIBUTION_RESTORED,
    DialogueVerb.ANSWER_RESTORED,
    DialogueVerb.COMMENT_RESTORED,
    CommunityVerb.MEMBER_REMOVED,
    CommunityVerb.MEMBERS_EXPORTED,
    CommunityVerb.ROLE_CHANGED,
    CommunityVerb.RESTRICTED,
    CommunityVerb.RESTRICTION_ENDED,
    CommunityVerb.COMMUNITY_CHANGED,
    CommunityVerb.COMMUNITY_ARCHIVED,
    CommunityVerb.COMMUNITY_REOPENED,
    CommunityVerb.CHARTER_PUBLISHED,
    Verb.NAME_LIFTED,
)
# The machine holds things for review, too: that is no act of a host.
_HIDING: Final = (
    DialogueVerb.CONTRIBUTION_WITHHELD,
    DialogueVerb.CONTRIBUTION_SHOWN,
    DialogueVerb.ANSWER_WITHHELD,
    DialogueVerb.ANSWER_SHOWN,
    DialogueVerb.COMMENT_WITHHELD,
    DialogueVerb.COMMENT_SHOWN,
)
_TITLED: Final = frozenset(
    {
        DialogueVerb.CONTRIBUTION_MOVED,
        DialogueVerb.CONTRIBUTION_CLOSED,
        DialogueVerb.CONTRIBUTION_REOPENED,
        DialogueVerb.CONTRIBUTION_PINNED,
        DialogueVerb.CONTRIBUTION_UNPINNED,
        DialogueVerb.CONTRIBUTION_RESTORED,
    }
)


@dataclass(frozen=True)
class Act:
    """One act of a host.

    Attributes:
        by: who did it; None for the operator and the house itself.
        about: whose role changed, when the reader may know them.
        contribution: what was closed, moved, pinned or brought back, when the reader may read it.
    """

    activity: Activity
    by: Person | None
    about: Person | None
    contribution: Contribution | None


@dataclass(frozen=True)
class Log:
    """A page of acts, newest first; ``after`` is the key of the next one, empty when there is none."""

    acts: list[Act]
    after: str


def _acts() -> dict[str, Q]:
    """The verbs of hosts, each with what makes it an act of a host."""
    found = {verb.value: Q() for verb in _OF_HOSTS}
    found |= {verb.value: Q(data__state=State.HIDDEN.value) for verb in _HIDING}
    found[DialogueVerb.HOLD_ENDED.value] = Q(data__outcome=HoldOutcome.RELEASED.value)
    for kind, (model, verbs) in _OWN.items():
        own = model.objects.filter(pk=OuterRef("target_id"), author_id=OuterRef("actor_id"))
        found |= {verb.value: Q(target_kind=kind) & Q(~Exists(own)) for verb in verbs}
    return found


def log(actor: Actor, community: Community, *, before: Key | None = None) -> Log:
    """What hosts of ``community`` did, by its date; for its members. Three statements however many there are.

    Args:
        before: only acts before this one.
    """
    if not actor.is_system and actor.role_in(community.pk) is None:
        return Log([], "")
    here = Activity.objects.filter(community_id=community.pk)
    found = list(newest_of(here, _acts(), before, PAGE + 1))
    shown = found[:PAGE]
    about = {row.pk: row.data.get("person") for row in shown if row.verb == CommunityVerb.ROLE_CHANGED}
    numbers = {row.actor_id for row in shown} | set(about.values())
    people = Person.objects.visible_to(actor).in_bulk([number for number in numbers if number])
    titled = [row.target_id for row in shown if row.verb in _TITLED and row.target_id is not None]
    contributions = Contribution.objects.visible_to(actor).in_bulk(titled)
    acts = [
        Act(
            activity=row,
            by=people.get(row.actor_id or 0),
            about=people.get(about.get(row.pk) or 0),
            contribution=contributions.get(row.target_id or 0) if row.verb in _TITLED else None,
        )
        for row in shown
    ]
    return Log(acts, str(Key.of(shown[-1])) if len(found) > PAGE else "")
