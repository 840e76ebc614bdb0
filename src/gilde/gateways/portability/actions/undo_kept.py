"""What of an import stays when it is undone, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from gilde.gateways.portability.models import ImportedRecord

TOLD: Final = object()
"""Instead of a reason: its row stands in the report already."""


class Kept(dict[int, object]):
    """Why a record stays, by its number; ``along`` went, or stayed, with those that were asked about."""

    def __init__(self, reasons: Mapping[int, object] | None = None, along: Collection[ImportedRecord] = ()) -> None:
        super().__init__(reasons or {})
        self.along = along


def made_by(run_id: int | None, target: str, numbers: Collection[int]) -> set[int]:
    """Of these rows, those that this run made and that are still there."""
    rows = ImportedRecord.objects.filter(run=run_id, target=target, target_id__in=numbers)
    return set(rows.values_list("target_id", flat=True))
