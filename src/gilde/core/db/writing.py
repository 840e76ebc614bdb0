"""Writing on the one hot path that writes (a reply), with statements that are made once.

Django makes the SQL of every ``save`` anew, which costs more than the database takes to carry it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from django.db import connection, models

from gilde.core.db.rows import carry_out, carry_out_soon


def insert(row: models.Model, *, once: tuple[str, ...] = ()) -> bool:
    """Insert ``row`` and give it its number; what ``save(force_insert=True)`` does, without signals.

    For models with a number of their own as key and plain columns.

    Args:
        once: names of the fields of a unique constraint. When there is a row with the same values already, nothing is
            inserted and the transaction goes on: no savepoint is needed around it.

    Returns:
        Whether it was inserted.

    Raises:
        IntegrityError: a constraint refuses it, other than that of ``once``.
    """
    given, _ = carry_out(*_inserting(row, once))
    if not given:
        return False
    [[row.pk]] = given
    row._state.adding = False
    row._state.db = connection.alias
    return True


def insert_soon(row: models.Model) -> None:
    """Insert ``row`` by the end of this transaction, before whatever is asked next; ``row`` is not told its number."""
    sql, values = _inserting(row, ())
    carry_out_soon(sql.removesuffix(_NUMBER), values)


def execute(sql: str, params: Sequence[Any]) -> int:
    """Carry out one statement that writes; how many rows it changed. ``sql`` uses ``%s`` for every value."""
    _, changed = carry_out(sql, params)
    return changed


def execute_soon(sql: str, params: Sequence[Any]) -> None:
    """The same by the end of this transaction, before whatever is asked next: to a server it goes along with that."""
    carry_out_soon(sql, params)


def _inserting(row: models.Model, once: tuple[str, ...]) -> tuple[str, list[Any]]:
    sql, fields = _insert_into(type(row), once)
    return sql, [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]


_NUMBER: Final = " RETURNING id"


@cache
def _insert_into(model: type[models.Model], once: tuple[str, ...]) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    fields = tuple(field for field in model._meta.local_concrete_fields if not field.primary_key)
    columns = ", ".join(str(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    unique = ", ".join(str(field.column) for field in fields if field.name in once)
    unless = f" ON CONFLICT ({unique}) DO NOTHING" if unique else ""
    return (
        f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places}){unless}{_NUMBER}",  # noqa: S608 - names of ours
        fields,
    )
