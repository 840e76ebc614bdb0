"""Streams of contributions: newest activity first, a fixed number of rows, paged by key.

One hand-written statement per page. Rows are taken per community from the index (community, last_activity_at, id) and
merged, so the cost depends on the length of a page and the number of communities, never on how much they hold. Home
takes only communities of the actor's own roles and a community's stream is asked for one readable community, which is
exactly what ``Contribution.objects.visible_to`` allows of published rows; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.db.rows import among, fetch, moment_parameter
from gilde.core.db.trips import Reading, rows_of, shared
from gilde.dialogue.models.contribution import guest_sql, open_sql
from gilde.dialogue.queries.stream_row import JOINS, StreamRow, columns, read_row

PAGE: Final = 20
_MOST_BRANCHES: Final = 200  # SQLite takes at most 500 parts in one compound statement


class Key(NamedTuple):
    """Where a page begins: after the row with this activity and id."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.at.timestamp():.6f}-{self.id}"

    @classmethod
    def read(cls, text: str) -> Key | None:
        """The key in an address; None for none and for one that cannot be read."""
        from datetime import UTC

        at, _, number = text.rpartition("-")
        try:
            whole, _, micro = at.partition(".")
            moment_ = datetime.fromtimestamp(int(whole), UTC).replace(microsecond=int((micro + "000000")[:6]))
            key = cls(moment_, int(number))
        except (ValueError, OverflowError, OSError):
            return None
        return key if 0 <= key.id < 2**63 else None


@dataclass(frozen=True, slots=True)
class StreamPage:
    """One page of a stream; ``next`` is the key of the page after it, or None."""

    rows: list[StreamRow]
    next: Key | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list that is paged by a plain id: ``next`` is the id after which the following page begins."""

    rows: list[StreamRow]
    next: int | None


@shared
def stream(
    actor: Actor,
    communities: Sequence[int],
    *,
    kind: str = "",
    after: Key | None = None,
    limit: int = PAGE,
    guest_in: Collection[int] = (),
) -> Reading[StreamPage]:
    """One page of what is published in ``communities``, newest activity first; one statement.

    Args:
        actor: whose read marks decide what is unread.
        communities: ids of communities that the caller knows the actor may read.
        kind: only this kind, when given.
        after: the key of the previous page's last row.
        guest_in: contributions elsewhere in which the actor takes part as a guest (``actor.guest_in``).
    """
    if not communities and not guest_in:
        return StreamPage([], None)
    condition = "state = 'published'"
    values: list[object] = []
    if kind:
        condition += " AND kind = %s"
        values.append(kind)
    if after is not None:
        condition += " AND (last_activity_at, id) < (%s, %s)"
        values += [moment_parameter(after.at), after.id]
    order = f"ORDER BY last_activity_at DESC, id DESC LIMIT {int(limit) + 1}"
    params: list[object] = []
    ids = list(communities)
    if len(ids) <= _MOST_BRANCHES:
        branch = (
            "SELECT * FROM (SELECT id, last_activity_at FROM dialogue_contribution "  # noqa: S608 - constants only
            f"WHERE community_id = %s AND {condition}{{goes}} {order}) b"
        )
        parts = [branch.format(goes=_goes(actor, number)) for number in ids]
        for community_id in ids:
            params += [community_id, *values]
    else:
        marks, places = among(ids)
        goes = max((_goes(actor, number) for number in ids), key=len)
        parts = [
            "SELECT * FROM (SELECT id, last_activity_at FROM dialogue_contribution "  # noqa: S608 - constants only
            f"WHERE community_id IN ({marks}) AND {condition}{goes} {order}) b"
        ]
        params += [*places, *values]
    if guest_in:
        guest, numbers = guest_sql(actor, "g")
        parts.append(
            "SELECT * FROM (SELECT id, last_activity_at FROM dialogue_contribution g "  # noqa: S608 - constants only
            f"WHERE {guest} AND {condition} {order}) b"
        )
        params += [*numbers, *values]
    top = " UNION ALL ".join(parts)
    found = yield from rows_of(
        f"SELECT {columns(actor)} FROM (SELECT id FROM ({top}) u {order}) t "  # noqa: S608 - constants only
        f"JOIN dialogue_contribution c ON c.id = t.id {JOINS} ORDER BY c.last_activity_at DESC, c.id DESC",
        [actor.person_id or 0, actor.person_id or 0, *params],
    )
    return _page(found, limit, actor, inside=len(ids) == 1)


def _goes(actor: Actor, community_id: int) -> str:
    """What others than its members may read of a community: what is as open as it is."""
    inside = actor.is_system or community_id in actor.roles
    return "" if inside else f" AND audience = {Audience.PUBLIC.value}"


def pinned(actor: Actor, community_id: int) -> list[StreamRow]:
    """The pinned contributions of one readable community, last pinned first; one statement, at most ten rows."""
    found = fetch(
        f"SELECT {columns(actor)} FROM dialogue_contribution c {JOINS} "  # noqa: S608 - constants only
        "WHERE c.community_id = %s AND c.pinned_at IS NOT NULL AND c.state = 'published'"
        f"{_goes(actor, community_id).replace('audience', 'c.audience')} ORDER BY c.pinned_at DESC LIMIT 10",
        [actor.person_id or 0, actor.person_id or 0, community_id],
    )
    return _page(found, 10, actor, inside=True).rows


@shared
def by_author(actor: Actor, person_id: int, *, after: Key | None = None, limit: int = PAGE) -> Reading[StreamPage]:
    """What a person contributed and ``actor`` may read, newest first; the key holds ``created_at``; one statement.

    The same rows as ``Contribution.objects.visible_to`` gives of what is published; a test holds the two against each
    other.
    """
    readable, values = open_sql(actor, "c", "m")
    params: list[object] = [actor.person_id or 0, actor.person_id or 0, person_id, *values]
    older = ""
    if after is not None:
        older = "AND (c.created_at, c.id) < (%s, %s)"
        params += [moment_parameter(after.at), after.id]
    written = yield from rows_of(
        f"SELECT {columns(actor)} FROM dialogue_contribution c {JOINS} "  # noqa: S608 - constants only
        f"WHERE c.author_id = %s AND c.state = 'published' AND {readable} {older} "
        f"ORDER BY c.created_at DESC, c.id DESC LIMIT {int(limit) + 1}",
        params,
    )
    found = _page(written, limit, actor)
    last = found.rows[-1] if found.next is not None else None
    return StreamPage(found.rows, Key(last.created_at, last.id) if last else None)


def rows_by_id(actor: Actor, ids: Sequence[int]) -> list[StreamRow]:
    """The stream rows of contributions that the caller already loaded through ``visible_to``, in that order."""
    if not ids:
        return []
    marks, numbers = among(ids)
    chosen = fetch(
        f"SELECT {columns(actor)} FROM dialogue_contribution c {JOINS} WHERE c.id IN ({marks})",  # noqa: S608 - constants only
        [actor.person_id or 0, actor.person_id or 0, *numbers],
    )
    place = {number: index for index, number in enumerate(ids)}
    found = _page(chosen, len(ids), actor).rows
    return sorted(found, key=lambda row: place[row.id])


def _page(found: list[tuple[object, ...]], limit: int, actor: Actor, *, inside: bool = False) -> StreamPage:
    more = len(found) > limit
    made = [read_row(row, actor, inside=inside) for row in found[:limit]]
    return StreamPage(made, Key(made[-1].last_activity_at, made[-1].id) if more and made else None)
