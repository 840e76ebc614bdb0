"""The newest acts of a log by their date, a page at a time: what was imported or played stands where it happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from gilde.core.models import Activity


class Key(NamedTuple):
    """Where a page of a log begins: after the act of this moment with this number."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{int(self.at.timestamp())}.{self.at.microsecond:06}-{self.id}"

    @classmethod
    def of(cls, row: Activity) -> Key:
        """The key of the page after ``row``."""
        return cls(row.at, row.pk)

    @classmethod
    def read(cls, text: str) -> Key | None:
        """The key in an address; None for none and for one that cannot be read."""
        at, _, number = text.rpartition("-")
        whole, _, micro = at.partition(".")
        if not (len(text) < 50 and text.isascii() and micro.isdigit() and len(micro) == 6 and number.isdigit()):
            return None
        try:
            moment = datetime.fromtimestamp(int(whole), UTC).replace(microsecond=int(micro))
        except (ValueError, OverflowError, OSError):
            return None
        return cls(moment, int(number)) if 1970 <= moment.year <= 9000 and int(number) < 2**63 else None


def newest(rows: QuerySet[Activity], before: Key | None) -> QuerySet[Activity]:
    """``rows`` older than ``before``, the newest first."""
    if before is not None:
        # The first condition is what an index begins with; the second tells acts of one moment apart.
        rows = rows.filter(at__lte=before.at).filter(Q(at__lt=before.at) | Q(pk__lt=before.id))
    return rows.order_by("-at", "-pk")


def newest_of(rows: QuerySet[Activity], verbs: Mapping[str, Q], before: Key | None, limit: int) -> QuerySet[Activity]:
    """The newest ``limit`` of ``rows`` of one community with one of ``verbs``, each with what it asks for beside.

    Each verb is read from its own end of an index, so that a few acts among a million others cost what few acts cost;
    one statement.
    """
    parts: list[str] = []
    values: list[Any] = []
    for verb, also in verbs.items():
        part = newest(rows.filter(also, verb=verb), before).values_list("at", "id")[:limit]
        sql, params = part.query.sql_with_params()
        parts.append(f"SELECT * FROM ({sql}) v{len(parts)}")  # noqa: S608 - a statement Django made
        values += params
    top = " UNION ALL ".join(parts)
    chosen = f"SELECT u.id FROM ({top}) u ORDER BY u.at DESC, u.id DESC LIMIT {int(limit)}"  # noqa: S608 - the same
    return Activity.objects.filter(pk__in=RawSQL(chosen, values)).order_by("-at", "-pk")  # noqa: S611 - the same
