"""What somebody keeps for later."""

from __future__ import annotations

from typing import Final

from gilde.core.actor import Actor
from gilde.dialogue.models import Saved
from gilde.dialogue.models.contribution import contribution_readable_q
from gilde.dialogue.queries.stream import PAGE, Listed, rows_by_id

_PAGE: Final = PAGE


def saved_by(actor: Actor, *, after: int | None = None) -> Listed:
    """One page of the actor's own list, last kept first; what they may not read any more is left out. Two statements.

    Args:
        after: the key of the previous page's last entry.
    """
    entries = Saved.objects.filter(contribution_readable_q(actor, "contribution"), person_id=actor.person_id or 0)
    if after is not None:
        entries = entries.filter(pk__lt=after)
    found = list(entries.order_by("-pk").values_list("pk", "contribution_id")[: _PAGE + 1])
    shown = found[:_PAGE]
    rows = rows_by_id(actor, [contribution for _entry, contribution in shown])
    return Listed(rows, shown[-1][0] if len(found) > _PAGE else None)
