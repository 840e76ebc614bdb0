"""What stands beside the stream at home: places to join, and who is new in one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from gilde.communities.enums import Joining, RequestState
from gilde.communities.models import Community, JoinRequest
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.db.rows import among, moment_parameter
from gilde.core.db.trips import Reading, rows_of, shared
from gilde.dialogue.queries.person import PersonRow, read_person
from gilde.people.enums import PersonState

_NEW_FOR: Final = timedelta(days=30)
_PLACES: Final = 3
_PEOPLE: Final = 5
_MOST_BRANCHES: Final = 200  # SQLite takes at most 500 parts in one compound statement
_AWAY: Final = f"'{PersonState.DEACTIVATED.value}', '{PersonState.ERASED.value}'"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who came in lately, and where."""

    person: PersonRow
    place: str


def joinable(actor: Actor) -> list[Community]:
    """Three living communities that ``actor`` can ask to join and did not ask yet, the liveliest first; one query."""
    asked = JoinRequest.objects.filter(person_id=actor.person_id or 0, state=RequestState.OPEN).values("community_id")
    return list(
        Community.objects.visible_to(actor)
        .filter(archived_at__isnull=True)
        .exclude(joining=Joining.INVITATION)
        .exclude(pk__in=list(actor.roles))
        .exclude(pk__in=asked)
        .order_by("-last_activity_at", "-pk")[:_PLACES]
    )


@shared
def newcomers(actor: Actor) -> Reading[list[Newcomer]]:
    """The five people who came last into the actor's communities, this month, each once; one statement. Nobody who
    blocked the actor or whom the actor blocked.

    Hand-written, because it stands beside the page that everybody opens most: the newest of each community come from
    the index (community, since, id), however many there are. They are rows that ``Membership.objects.visible_to``
    allows (people who are present, in the actor's own communities); a test holds the two against each other.
    """
    ids = list(actor.roles)[:_MOST_BRANCHES]
    if not ids:
        return []
    branch = (
        "SELECT * FROM (SELECT id, person_id, community_id, since FROM communities_membership "  # noqa: S608 - the same
        f"WHERE community_id = %s AND since > %s ORDER BY since DESC, id DESC LIMIT {_PEOPLE + 3}) b"
    )
    begin = moment_parameter(now() - _NEW_FOR)
    apart, strangers = among(sorted({actor.person_id or 0} | actor.apart))
    latest = yield from rows_of(
        "SELECT p.id, p.name, p.handle, p.photo_key, p.state, p.headline, c.name "  # noqa: S608 - constants only
        f"FROM ({' UNION ALL '.join([branch] * len(ids))}) x JOIN people_person p ON p.id = x.person_id "
        "JOIN communities_community c ON c.id = x.community_id "
        f"WHERE p.id NOT IN ({apart}) AND p.state NOT IN ({_AWAY}) "
        f"ORDER BY x.since DESC, x.id DESC LIMIT {_PEOPLE * 3}",
        [*(value for number in ids for value in (number, begin)), *strangers],
    )
    found: dict[int, Newcomer] = {}
    for *person, place in latest:
        found.setdefault(person[0], Newcomer(read_person(person), place))
    return list(found.values())[:_PEOPLE]
