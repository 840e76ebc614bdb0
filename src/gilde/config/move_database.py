"""Moves all rows from SQLite to PostgreSQL: our own copy, since Django's dump cuts microseconds off.

Everything happens in one transaction of the target, tables included. So an interrupted or failed move leaves an empty
database, and the last act before COMMIT is to read both sides again and compare them row by row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, transaction

from gilde.core.db.address import database_settings

_TARGET: Final = "target"
_BATCH: Final = 1000  # rows per INSERT; PostgreSQL takes at most 65,535 values in one, so wide tables take fewer
_VALUES: Final = 60_000


class MoveRefused(Exception):
    """The move cannot be made; the message says why, and that nothing was changed."""


@dataclass(frozen=True)
class Fingerprint:
    """How many rows a table has and the sum of their hashes, so that their order does not matter."""

    rows: int
    total: int


def move(url: str, *, tell: Callable[[str], None]) -> int:
    """Copy every row to the empty PostgreSQL database at ``url``; returns how many, all compared.

    Raises:
        MoveRefused: when the source is not SQLite, the target is not empty or does not answer, or any row differs.
    """
    if connections["default"].vendor != "sqlite":
        raise MoveRefused("This installation does not run on SQLite (DATABASE_URL is set). There is nothing to move.")
    if not url.startswith(("postgres://", "postgresql://")):
        raise MoveRefused("Write the target as postgresql://user:password@host:port/name.")
    try:
        target = database_settings(url, folder=settings.VAR, synchronous="FULL")
    except ValueError as error:
        raise MoveRefused(f"The target cannot be used: {error}.") from None
    _add_connection(target)
    connection = connections[_TARGET]
    try:
        connection.ensure_connection()
        if connection.introspection.table_names():
            raise MoveRefused(
                f"The database {target['NAME']} is not empty. Name a new one (createdb {target['NAME']}2). "
                "Nothing was changed."
            )
        with transaction.atomic(using=_TARGET):
            return _move_all(tell)
    except DatabaseError as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise MoveRefused(f"PostgreSQL says: {reason}. Nothing was changed.") from None
    finally:
        connection.close()


def _add_connection(target: dict[str, Any]) -> None:
    connections.settings[_TARGET] = target
    connections.settings = connections.configure_settings(connections.settings)


def _move_all(tell: Callable[[str], None]) -> int:
    connection = connections[_TARGET]
    call_command("migrate", database=_TARGET, interactive=False, verbosity=0)
    tables = every_table()
    connection.check_constraints()  # lets go of what the migrations left pending, or TRUNCATE would refuse
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), [model._meta.db_table for model in tables]):
            cursor.execute(statement)
    copied: set[type[models.Model]] = set()
    for model in tables:
        _copy(model)
        copied.add(model)
        if all(_needs(done) <= copied for done in copied):
            connection.check_constraints()  # now, and not for all tables at the end: it keeps the list short
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
    width = max(len(model._meta.db_table) for model in tables)
    total = 0
    different = []
    for model in tables:
        here, there = fingerprint(model, "default"), fingerprint(model, _TARGET)
        total += there.rows
        if here != there:
            different.append(model._meta.db_table)
        tell(f"{model._meta.db_table:<{width}}  {there.rows:>9}  {'equal' if here == there else 'DIFFERENT'}")
    if different:
        raise MoveRefused(f"These tables came out different: {', '.join(different)}. Nothing was changed.")
    return total


def every_table() -> list[type[models.Model]]:
    """Every model with a table of its own, those it points to first; the tables between two models included."""
    waiting = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]
    ordered: list[type[models.Model]] = []
    while waiting:
        ready = [model for model in waiting if not _needs(model) & (set(waiting) - {model})]
        for model in ready or waiting[:1]:  # a circle is broken anywhere: constraints wait until it is whole
            ordered.append(model)
            waiting.remove(model)
    return ordered


def _needs(model: type[models.Model]) -> set[type[models.Model]]:
    return {
        field.remote_field.model._meta.concrete_model or field.remote_field.model
        for field in model._meta.local_concrete_fields
        if field.remote_field and getattr(field, "db_constraint", False)
    }


def _columns(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def _copy(model: type[models.Model]) -> None:
    """Every row as it is: nothing is recomputed at saving, no field is set by itself."""
    columns = _columns(model)
    names = [field.attname for field in columns]
    size = max(1, min(_BATCH, _VALUES // len(columns)))
    batch: list[models.Model] = []

    def write() -> None:
        if batch:
            model._base_manager.using(_TARGET)._insert(batch, fields=columns, using=_TARGET, raw=True)  # type: ignore[attr-defined]
            batch.clear()

    for values in _rows(model, "default", names):
        batch.append(model(**dict(zip(names, values, strict=True))))
        if len(batch) >= size:
            write()
    write()


def _rows(model: type[models.Model], using: str, names: list[str]) -> Iterator[tuple[Any, ...]]:
    return model._base_manager.using(using).order_by("pk").values_list(*names).iterator(chunk_size=_BATCH)


def fingerprint(model: type[models.Model], using: str) -> Fingerprint:
    """The rows of this table in that database, in one number that changes with any of their values."""
    names = [field.attname for field in _columns(model)]
    rows = total = 0
    for values in _rows(model, using, names):
        text = json.dumps([_plain(value) for value in values], sort_keys=True, ensure_ascii=False)
        total += int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16])
        rows += 1
    return Fingerprint(rows, total % (1 << 128))


def _plain(value: Any) -> Any:
    """A value in a form that is the same for both engines when it is the same value."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool) or value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)
