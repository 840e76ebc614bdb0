"""What waits for a decision of the reader: compliments, and stories between their teller and their scribe."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from gilde.communities.enums import Capability
from gilde.communities.models.community import communities_with
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.db.rows import among
from gilde.core.db.trips import Reading, rows_of, shared
from gilde.dialogue.enums import ComplimentState, Part, State
from gilde.dialogue.models.contribution import address
from gilde.dialogue.queries.around import Mentioning


class HeldIn(NamedTuple):
    """A community where something waits."""

    slug: str
    name: str
    things: int


@dataclass
class Waiting:
    """What to decide about.

    Attributes:
        compliments: how many the reader received and did not decide about.
        to_approve: stories the reader told and somebody else wrote down.
        to_change: stories the reader wrote down and whose teller asks for a change.
        to_look_at: communities where something waits until one who keeps order has read it.
    """

    compliments: int = 0
    to_approve: list[Mentioning] = field(default_factory=list)
    to_change: list[Mentioning] = field(default_factory=list)
    to_look_at: list[HeldIn] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.compliments or self.to_approve or self.to_change or self.to_look_at)


_THANKS: Final = (
    "SELECT 'thanks', COUNT(*), '', 0 FROM dialogue_compliment "  # noqa: S608 - constants only
    f"WHERE receiver_id = %s AND state = '{ComplimentState.WAITING.value}' AND giver_id NOT IN ({{blocked}})"
)
_TOLD: Final = (
    "SELECT '{what}', c.id, c.title, c.audience FROM dialogue_authorship x "  # noqa: S608 - constants only
    "JOIN dialogue_contribution c ON c.id = x.contribution_id "
    f"WHERE x.part = '{Part.TELLER.value}' AND c.state = '{State.WAITING.value}' AND {{mine}}"
)
_TOLD_AND_WRITTEN: Final = " UNION ALL ".join(
    (
        _TOLD.format(what="approve", mine="x.person_id = %s AND x.note = ''"),
        _TOLD.format(what="change", mine="c.author_id = %s AND x.note <> ''"),
    )
)


def _held(marks: str) -> str:
    """Where something waits, among these communities; a slug has no spaces."""
    return (
        "SELECT 'held', m.held_count, m.slug || ' ' || m.name, 0 FROM communities_community m "  # noqa: S608 - marks only
        f"WHERE m.held_count > 0 AND m.archived_at IS NULL AND m.id IN ({marks})"
    )


@shared
def waiting_for(actor: Actor) -> Reading[Waiting]:
    """What waits for ``actor``; one statement.

    Who left a place still sees what they told or wrote there, as ``Contribution.objects.visible_to`` allows.
    """
    me = actor.person_id or 0
    found = Waiting()
    marks, curated = among(communities_with(actor, Capability.CURATE))
    blocked_marks, blocked = among(actor.blocks)
    sql = f"{_THANKS.format(blocked=blocked_marks if blocked else 0)} UNION ALL {_TOLD_AND_WRITTEN}"
    if curated:
        sql += f" UNION ALL {_held(marks)}"
    waiting = yield from rows_of(sql, [me, *blocked, me, me, *curated])
    for what, number, title, audience in sorted(waiting, key=lambda row: -row[1]):
        if what == "held":
            community, _separator, name = title.partition(" ")
            found.to_look_at.append(HeldIn(community, name, number))
        elif what == "thanks":
            found.compliments = number
        else:
            row = Mentioning(title, address(number, title, stays=audience == Audience.COMMUNITY))
            (found.to_approve if what == "approve" else found.to_change).append(row)
    return found
