"""Writing on the one hot path that writes (a reply), with statements that are made once.

Django makes the SQL of every ``save`` anew, which costs more than the database takes to carry it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from django.db import connection, models

from gilde.core.db.rows import carry_out, carry_out_soon
from gilde.core.db.trips import Reading, rows_of, shared


def insert(row: models.Model) -> None:
    """Insert ``row`` and give it its number; what ``save(force_insert=True)`` does, without signals.

    For models with a number of their own as key and plain columns. One that has its number from :func:`numbers_for`
    need not be waited for: it goes as by :func:`insert_soon`.

    Raises:
        IntegrityError: a constraint refuses it.
    """
    if row.pk is None:
        [[row.pk]], _ = carry_out(*_inserting(row, _NUMBER))
    else:
        insert_soon(row)
    row._state.adding = False
    row._state.db = connection.alias


def insert_soon(row: models.Model) -> None:
    """Insert ``row`` by the end of this transaction, before whatever is asked next; ``row`` is not told its number.

    What a constraint refuses is raised there.
    """
    carry_out_soon(*_inserting(row))


@shared
def numbers_for(*kinds: type[models.Model]) -> Reading[tuple[int | None, ...]]:
    """A number for a new row of each of these, so that rows that name one another go out in one trip.

    None where it makes no difference: SQLite tells the number of a row as it inserts it. One that is not used is a gap.
    """
    if connection.vendor != "postgresql":
        return (None,) * len(kinds)
    tables = [kind._meta.db_table for kind in kinds]
    if new := [table for table in tables if table not in _sequences]:
        asked = ", ".join("pg_get_serial_sequence(%s, 'id')" for _ in new)
        [names] = yield from rows_of(f"SELECT {asked}", new)
        _sequences.update(zip(new, names, strict=True))
    asked = ", ".join("nextval(%s)" for _ in tables)
    [numbers] = yield from rows_of(f"SELECT {asked}", [_sequences[table] for table in tables])
    return numbers


def insert_rows(
    model: type[models.Model], columns: tuple[str, ...], rows: Sequence[Sequence[Any]], *, once: tuple[str, ...] = ()
) -> None:
    """Insert many rows with one statement; what ``bulk_create`` does, without making an object of each.

    Args:
        columns: names of fields, those with a number by ``NAME_id``. What is left out is NULL.
        rows: a value for each of ``columns``, as the database takes it: a moment through ``moment_parameter``.
        once: names of the fields of a unique constraint; rows that are there already are left out.

    Raises:
        IntegrityError: a constraint refuses one, other than that of ``once``.
    """
    if not rows:
        return
    sql = _insert_rows_into(model, columns, once)
    if connection.vendor == "postgresql":
        carry_out(sql, [list(column) for column in zip(*rows, strict=True)])
        return
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def execute(sql: str, params: Sequence[Any]) -> int:
    """Carry out one statement that writes; how many rows it changed. ``sql`` uses ``%s`` for every value."""
    _, changed = carry_out(sql, params)
    return changed


def execute_soon(sql: str, params: Sequence[Any]) -> None:
    """The same by the end of this transaction, before whatever is asked next: to a server it goes along with that."""
    carry_out_soon(sql, params)


def _inserting(row: models.Model, answer: str = "") -> tuple[str, list[Any]]:
    sql, fields = _insert_into(type(row), row.pk is not None, answer)
    return sql, [_value(field, row) for field in fields]


def _value(field: models.Field[Any, Any], row: models.Model) -> Any:
    """What the database is given for ``field``. Nothing, numbers and plain text go as they are in fields of that sort:
    to ask Django takes longer than to store them."""
    value = field.pre_save(row, True)
    if value is None or type(value) is _AS_IT_IS.get(type(field)):
        return value
    return field.get_db_prep_save(value, connection)


_NUMBER: Final = " RETURNING id"
_sequences: dict[str, str] = {}  # of a table, what gives its rows their numbers
_AS_IT_IS: Final[dict[type, type]] = {
    models.CharField: str,
    models.TextField: str,
    models.ForeignKey: int,
    models.IntegerField: int,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
    models.SmallIntegerField: int,
    models.BigIntegerField: int,
    models.FloatField: float,
    models.BooleanField: bool,
}


@cache
def _insert_into(
    model: type[models.Model], numbered: bool, answer: str
) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    fields = tuple(field for field in model._meta.local_concrete_fields if numbered or not field.primary_key)
    columns = ", ".join(str(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places}){answer}", fields  # noqa: S608 - names of ours


@cache
def _insert_rows_into(model: type[models.Model], columns: tuple[str, ...], once: tuple[str, ...]) -> str:
    fields = [next(field for field in model._meta.local_concrete_fields if field.attname == name) for name in columns]
    unique = ", ".join(str(model._meta.get_field(name).column) for name in once)  # type: ignore[union-attr]
    unless = f" ON CONFLICT ({unique}) DO NOTHING" if unique else ""
    if connection.vendor == "postgresql":  # a column each, so that the statement is the same for any number of rows
        given = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
        values = f"SELECT * FROM UNNEST({given})"  # noqa: S608 - types of ours
    else:
        values = f"VALUES ({', '.join(['%s'] * len(fields))})"
    names = ", ".join(str(field.column) for field in fields)
    return f"INSERT INTO {model._meta.db_table} ({names}) {values}{unless}"
