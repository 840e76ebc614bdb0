"""Hand-written SQL for the few hot pages, the same on both databases.

Values come back as Python values: SQLite stores moments as text without a zone, so a column that holds one is read with
:func:`moment`.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, TypeAlias

from django.db import connection, models
from django.db.models.base import ModelState

Statement: TypeAlias = tuple[str, Sequence[Any]]  # with %s for every value, and the values
Rows: TypeAlias = list[tuple[Any, ...]]


def fetch(sql: str, params: Sequence[Any] = ()) -> Rows:
    """All rows of one reading statement. ``sql`` uses ``%s`` for every value; never put a value into it."""
    rows, _ = carry_out(sql, params)
    return rows


def carry_out(sql: str, params: Sequence[Any]) -> tuple[Rows, int]:
    """The rows that one statement gives, and how many it gave or changed; the short way of our own backends."""
    done: tuple[Rows, int] = connection.carry_out(sql, params)  # type: ignore[attr-defined]
    return done


def carry_out_all(statements: Sequence[Statement]) -> list[Rows]:
    """The rows of each of these reading statements, in one trip to a server where that is possible."""
    found: list[Rows] = connection.carry_out_all(statements)  # type: ignore[attr-defined]
    return found


def carry_out_soon(sql: str, params: Sequence[Any]) -> None:
    """Carry out a statement whose answer nobody needs, before whatever this transaction asks next."""
    connection.carry_out_soon(sql, params)  # type: ignore[attr-defined]


def among(numbers: Collection[int]) -> tuple[str, list[int]]:
    """What stands between the brackets of ``IN (…)`` for these numbers, and its values as in :func:`among_values`."""
    values = among_values(numbers)
    return ", ".join(["%s"] * len(values)) or "NULL", values


def among_values(numbers: Collection[int]) -> list[int]:
    """These numbers, the last one repeated until there are 1, 2, 4, 8, 16 … of them.

    So people with three and with four communities ask with the same statement, and a connection keeps few statements
    ready however many people it serves.
    """
    values = list(numbers)
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values)) if values else []


def moment(value: Any) -> datetime | None:
    """The aware moment in a raw column, or None."""
    if value is None:
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    assert isinstance(value, datetime)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def moment_parameter(value: datetime) -> Any:
    """``value`` as a parameter that compares with a stored moment."""
    return connection.ops.adapt_datetimefield_value(value)


def date_parameter(value: date) -> Any:
    """``value`` as a parameter that compares with a stored date."""
    return connection.ops.adapt_datefield_value(value)


def _key(value: Any) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(value)


class Columns:
    """Columns of one table in a hand-written statement, and the row they make.

    A tenth of what Django takes to make the same row: nobody is asked field by field what to do with a value that a
    database gave. A column left out is read when it is asked for. A model that wants to see its rows when they are
    read has a method ``loaded``.
    """

    def __init__(self, model: type[models.Model], alias: str, names: str = "") -> None:
        """``names`` of the model's columns, between spaces; without any, all of them.

        Raises:
            TypeError: the model makes its rows in a way of its own, which would be passed by.
        """
        if model.__init__ is not models.Model.__init__:
            raise TypeError(f"{model.__name__} has its own __init__.")
        wanted = set(names.split())
        # In the order in which the model has them, as ``from_db`` wants them.
        fields = [field for field in model._meta.concrete_fields if not names or field.attname in wanted]
        self.model = model
        self.names = tuple(field.attname for field in fields)
        self.sql = ", ".join(f"{alias}.{field.column}" for field in fields)
        self._readers = [
            (place, read) for place, field in enumerate(fields) for kind, read in _READERS if isinstance(field, kind)
        ]
        self._loaded: Callable[[Any], None] | None = getattr(model, "loaded", None)

    def __len__(self) -> int:
        """How many columns."""
        return len(self.names)

    def made(self, columns: Sequence[Any]) -> Any:
        """The row in these raw columns."""
        values = list(columns)
        for place, read in self._readers:
            values[place] = read(values[place])
        row = self.model.__new__(self.model)
        state = row._state = ModelState()
        state.adding, state.db = False, connection.alias
        row.__dict__.update(zip(self.names, values, strict=True))
        if self._loaded is not None:
            self._loaded(row)
        return row


def held(alias: str) -> str:
    """SQL that ends a select and holds the rows of ``alias`` until the transaction ends, keys aside.

    Nothing on SQLite: whoever writes there is alone since the transaction began.
    """
    return f" FOR NO KEY UPDATE OF {alias}" if connection.features.has_select_for_no_key_update else ""


def gathered(*columns: str) -> str:
    """SQL of one value that holds all rows of a select, each a list of ``columns``; read it with :func:`rows_in`.

    It lets several short lists come along with another row. Rows come in no order.
    """
    listed = ", ".join(columns)
    if connection.vendor == "postgresql":
        return f"COALESCE(json_agg(json_build_array({listed})), '[]'::json)"
    return f"json_group_array(json_array({listed}))"


def value_in(column: Any) -> Any:
    """What a raw JSON column holds."""
    return json.loads(column) if isinstance(column, str) else column


def rows_in(value: Any) -> list[list[Any]]:
    """The rows in a value that :func:`gathered` made."""
    found = value_in(value)
    assert isinstance(found, list)
    return found


# How a raw column becomes what its field holds, on both databases; all others are as they are.
_READERS: Final[tuple[tuple[type[models.Field[Any, Any]], Callable[[Any], Any]], ...]] = (
    (models.UUIDField, _key),
    (models.JSONField, value_in),
    (models.BooleanField, bool),
    (models.DateTimeField, moment),
)
