"""Judging a list of people to invite, before anything is written or mailed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gilde.communities.enums import RowResult
from gilde.communities.models import Community, Invitation, InvitationBatch
from gilde.communities.queries.invitation import known_addresses
from gilde.core.actor import Actor


@dataclass(frozen=True)
class ListRow:
    """One row of a list as it was read.

    Attributes:
        line: where it stands in the file, from 1.
        name: as written there; only shown to who sent the list.
        email: in small letters, checked; or what stood there when it is no address.
        result: what is wrong with it, or ``TO_INVITE``.
        note: a sentence that says more, where there is one.
    """

    line: int
    name: str
    email: str
    result: RowResult = RowResult.TO_INVITE
    note: str = ""

    def as_data(self) -> dict[str, Any]:
        """As it is stored in a batch."""
        return {
            "row": self.line,
            "name": self.name,
            "email": self.email,
            "result": self.result.value,
            "note": self.note,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> ListRow:
        """What :meth:`as_data` stored."""
        return cls(data["row"], data["name"], data["email"], RowResult(data["result"]), data.get("note", ""))


PART = 200  # rows on one page

_UNREADABLE = {RowResult.NO_ADDRESS, RowResult.BAD_ADDRESS, RowResult.BAD_ROW}


def judged(community: Community, rows: Sequence[ListRow]) -> list[ListRow]:
    """The rows with what would happen to each: to invite, member, invited, double, or unreadable as they came."""
    known = known_addresses(community, (row.email for row in rows if row.result not in _UNREADABLE))
    seen: set[str] = set()
    found = []
    for row in rows:
        result = row.result
        if result not in _UNREADABLE:
            if row.email in seen:
                result = RowResult.DOUBLE
            elif row.email in known.members:
                result = RowResult.MEMBER
            elif row.email in known.invited:
                result = RowResult.INVITED
            else:
                result = RowResult.TO_INVITE
            seen.add(row.email)
        found.append(replace(row, result=result))
    return found


def rows_of(batch: InvitationBatch) -> list[ListRow]:
    """The rows of a stored list."""
    return [ListRow.from_data(data) for data in batch.rows]


def counts(rows: Iterable[ListRow]) -> Counter[RowResult]:
    """How many rows of each result."""
    return Counter(row.result for row in rows)


@dataclass(frozen=True)
class Report:
    """What became of a list, and a part of its rows.

    Attributes:
        rows: a part of the rows, each with its invitation if it got one.
        total: how many rows the list has.
        next_start: where the next part begins, None at the end.
        sent, accepted, waiting, failed: mails of the whole list.
    """

    rows: list[tuple[ListRow, Invitation | None]]
    total: int
    next_start: int | None
    sent: int
    accepted: int
    waiting: int
    failed: int


def report(actor: Actor, batch: InvitationBatch, *, start: int = 0) -> Report:
    """The rows from ``start`` on, and what became of all; one query."""
    invitations = {
        row.email: row
        for row in Invitation.objects.visible_to(actor).filter(batch=batch).select_related(None).order_by("pk")
    }
    everyone = rows_of(batch)
    shown = everyone[start : start + PART]
    return Report(
        rows=[(row, invitations.get(row.email) if row.result == RowResult.TO_INVITE else None) for row in shown],
        total=len(everyone),
        next_start=start + PART if start + PART < len(everyone) else None,
        sent=sum(1 for row in invitations.values() if row.sent_at is not None),
        accepted=sum(1 for row in invitations.values() if row.uses),
        waiting=sum(1 for row in invitations.values() if row.is_waiting),
        failed=sum(1 for row in invitations.values() if row.failure),
    )


def batches(actor: Actor, community: Community, *, most: int = 20) -> list[InvitationBatch]:
    """The newest lists of a community that came from a file, for who decides there; one query, without their rows."""
    return list(
        InvitationBatch.objects.visible_to(actor)
        .filter(community=community)
        .exclude(file_name="")
        .defer("rows", "message")
        .select_related("created_by")
        .order_by("-pk")[:most]
    )
