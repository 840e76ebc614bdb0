"""Who knows who wrote something without their name."""

from __future__ import annotations

from dataclasses import dataclass

from gilde.core.actor import Actor
from gilde.governance.models import Case, Disclosure
from gilde.people.models import Person


@dataclass(frozen=True)
class Known:
    """How far it is.

    Attributes:
        row: the proposal that waits, or the one that two agreed on.
        name: who it was, for these two alone.
    """

    row: Disclosure | None
    name: Person | None


def known(actor: Actor, case: Case) -> Known | None:
    """What the actor, who may read ``case``, may know of it; None for what has a name. At most two statements."""
    if case.asker_id is None:
        return None
    row = case.disclosures.filter(ended_at=None).select_related("proposed_by__account", "agreed_by").first()
    if row is None or (row.agreed_at is None and not row.waits):
        return Known(None, None)
    row.case = case
    two = {row.proposed_by_id, row.agreed_by_id}
    may = row.agreed_at is not None and actor.person_id in two
    return Known(row, Person.objects.filter(pk=case.asker_id).first() if may else None)


def lifted(case: Case) -> Disclosure | None:
    """Who learned the name and why, for the one whose name it is."""
    rows = case.disclosures.filter(agreed_at__isnull=False).select_related("proposed_by", "agreed_by")
    return rows.first()
