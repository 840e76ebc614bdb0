"""One contribution with its author and place, in one prepared statement.

The same rows as ``Contribution.objects.visible_to`` gives, at a tenth of its cost: every page of a contribution and
every act on it begins here. A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.db.models import Q

from gilde.communities.models import Behaviour, Community
from gilde.core.actor import Actor
from gilde.core.db.rows import Columns, among, fetch, held
from gilde.core.db.trips import Reading, rows_of, shared
from gilde.dialogue.enums import State
from gilde.dialogue.models import Contribution, LinkPreview
from gilde.dialogue.models.contribution import contribution_readable_sql
from gilde.people.models import Person

_CONTRIBUTION: Final = Columns(Contribution, "c")
# What pages and rules ask of author and place.
_AUTHOR: Final = Columns(Person, "p", "id name handle headline photo_key state audience account_id")
_COMMUNITY: Final = Columns(
    Community,
    "m",
    "id name slug purpose kind audience usual_audience widest_audience joining language noindex members_invite "
    "guests inter_company charter_id archived_at "
    "member_count last_activity_at",
)
_PREVIEW: Final = Columns(LinkPreview, "v", "id url title description site failed")
_BEHAVIOUR: Final = Columns(Behaviour, "b", "id text ambition_id")
_PARTS: Final = (_CONTRIBUTION, _AUTHOR, _COMMUNITY, _PREVIEW, _BEHAVIOUR)
_ROWS: Final = f"""
    SELECT {", ".join(part.sql for part in _PARTS)}
    FROM dialogue_contribution c JOIN people_person p ON p.id = c.author_id
      JOIN communities_community m ON m.id = c.community_id
      LEFT JOIN dialogue_linkpreview v ON v.id = c.link_preview_id
      LEFT JOIN communities_behaviour b ON b.id = c.behaviour_id
"""  # noqa: S608 - constants only
_SELECT: Final = f"{_ROWS} WHERE c.id = %s"


def contribution_for(actor: Actor, number: int) -> Contribution | None:
    """The contribution with this number when ``actor`` may read it, with author, place, preview and behaviour."""
    if not 0 < number < 2**63:
        return None
    values: list[Any] = [number]
    condition, own = contribution_readable_sql(actor, "c", "m")
    values += own
    for columns in fetch(f"{_SELECT} AND {condition}", values):
        return _dressed(columns)
    return None


def deleted_by(actor: Actor, number: int) -> Contribution | None:
    """The contribution with this number when it is gone and ``actor`` wrote it or took it away; one query."""
    if actor.person_id is None or not 0 < number < 2**63:
        return None
    theirs = Q(deleted_by=actor.person_id) | Q(author=actor.person_id) | Q(asker=actor.person_id)
    gone = Contribution.objects.filter(theirs, pk=number, state=State.DELETED)
    return gone.select_related("community").first()


def contribution_as_it_is(number: int) -> Contribution | None:
    """The same whoever may read it and whatever its state, for tasks that ask that of everybody they tell of it."""
    return next((_dressed(columns) for columns in fetch(_SELECT, [number])), None)


def contributions_as_they_are(numbers: Collection[int]) -> list[Contribution]:
    """The same for several, in no order, in one statement; at most a few hundred."""
    places, values = among(numbers)
    return [_dressed(columns) for columns in fetch(f"{_ROWS} WHERE c.id IN ({places})", values)]


@shared
def locked_contribution(number: int, known: Contribution | None = None) -> Reading[Contribution]:
    """The contribution with its author and place, locked until the transaction ends.

    Whoever changes its counters, its place or whether it is open locks it first, so that a reply, a move and a closing
    in the same instant happen one after the other. The caller's rule decides whether the actor may.

    Args:
        known: the same as it was read a moment ago. It comes back itself when nothing of it changed since, which is
            nearly always so.

    Raises:
        Contribution.DoesNotExist: when there is none.
    """
    found = yield from rows_of(_SELECT + held("c"), [number])
    if not found and held("c"):
        # PostgreSQL looks again at a row that it waited for, but beside the author and place that it found before: what
        # was moved or named meanwhile fits neither. The row is held by now, so the next look finds it as it stays.
        found = yield from rows_of(_SELECT + held("c"), [number])
    for columns in found:
        return known if known is not None and known.columns == columns else _dressed(columns)
    raise Contribution.DoesNotExist


def _dressed(raw: Sequence[Any]) -> Contribution:
    parts, columns = [], raw
    for part in _PARTS:
        count = len(part.names)
        parts.append(columns[:count])
        columns = columns[count:]
    row: Contribution = _CONTRIBUTION.made(parts[0])
    row.author = _AUTHOR.made(parts[1])
    row.community = _COMMUNITY.made(parts[2])
    # Not the same where it changed while this waited for the row: then it is read when somebody asks for it.
    if row.link_preview_id is not None and row.link_preview_id == parts[3][0]:
        row.link_preview = _PREVIEW.made(parts[3])
    if row.behaviour_id is not None and row.behaviour_id == parts[4][0]:
        row.behaviour = _BEHAVIOUR.made(parts[4])
    row.columns = raw
    return row
