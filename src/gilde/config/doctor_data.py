"""What the doctor looks at in the database, once it answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from gilde.config.env import Env
from gilde.config.finding import Finding, State
from gilde.config.process import Lock

# The first SQLite that cannot lose data when two connections write and checkpoint a WAL at the same moment.
_SOUND_SQLITE: Final = (3, 51, 3)


def database() -> Iterator[Finding]:
    """The engine and how safely it is set."""
    from django.db import connection

    if connection.vendor == "sqlite":
        version = sqlite3.sqlite_version
        sound = tuple(int(part) for part in version.split(".")) >= _SOUND_SQLITE
        yield Finding(
            State.GOOD if sound else State.NOTE,
            f"SQLite {version}, {_size(Path(connection.settings_dict['NAME']))}.",
            ""
            if sound
            else "Before 3.51.3 a rare bug can damage a database in WAL mode, and here the pysqlite3 wheel is missing. "
            "Make backups, or use PostgreSQL.",
        )
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            answer = cursor.fetchone()[0]
            cursor.execute("PRAGMA journal_mode")
            journal = cursor.fetchone()[0]
        if answer != "ok":
            yield Finding(State.BAD, f"The database is damaged: {answer}.", "Restore the last good backup.")
        if journal != "wal":
            yield Finding(State.BAD, f"The database is in {journal} mode, not WAL.", "Is this disk a network share?")
        return
    major = getattr(connection, "pg_version", 0) // 10_000
    yield Finding(
        State.GOOD if major >= 14 else State.BAD,
        f"PostgreSQL {major} answers.",
        "" if major >= 14 else "Gilde needs PostgreSQL 14 or newer.",
    )
    with connection.cursor() as cursor:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute(f"SHOW {setting}")
            if cursor.fetchone()[0] == "off":
                yield Finding(State.BAD, f"{setting} is off: what people wrote can be lost.", f"Set {setting} = on.")


def _size(path: Path) -> str:
    parts = [part for part in (path, path.with_name(path.name + "-wal")) if part.exists()]
    return f"{sum(part.stat().st_size for part in parts) / 1e6:.1f} MB" if parts else "not made yet"


def migrations() -> Iterator[Finding]:
    """Whether the database and this version fit each other."""
    from gilde.config.migration import missing_migrations, unknown_migrations

    missing, unknown = missing_migrations(), unknown_migrations()
    if missing:
        yield Finding(State.NOTE, f"{len(missing)} migrations to go.", "./gilde migrate, or just ./gilde up")
    else:
        yield Finding(State.GOOD, "The database is up to date.")
    if unknown:
        yield Finding(
            State.NOTE,
            f"A newer version used this database: it knows {unknown[0]}, this one does not.",
            "Go back to that version, or restore a backup from before it.",
        )


def tasks(env: Env) -> Iterator[Finding]:
    """Whether background work keeps up, and whether Gilde runs at all."""
    from gilde.config.migration import missing_migrations

    if any(name.startswith("core.") for name in missing_migrations()):
        return
    from gilde.core.clock import now
    from gilde.core.models.task import QueuedTask, TaskState

    free = Lock(env.var / "run" / "use.lock")
    running = not free.take()
    free.free()
    waiting = QueuedTask.objects.filter(state=TaskState.READY, run_at__lt=now() - timedelta(minutes=5))
    lost = QueuedTask.objects.filter(state=TaskState.CLAIMED, lease_until__lt=now() - timedelta(minutes=5))
    late = waiting.count() + lost.count()
    dead = QueuedTask.objects.filter(state=TaskState.DEAD)
    if late:
        yield Finding(
            State.BAD if running else State.NOTE,
            f"{late} tasks are more than five minutes late.",
            "The task worker does not keep up: look at what it prints, or start another (./gilde worker)."
            if running
            else "Gilde does not run; ./gilde up does them.",
        )
    else:
        yield Finding(State.GOOD, "No task is late.")
    if dead.exists():
        last = dead.latest("finished_at", "id")
        yield Finding(
            State.NOTE,
            f"{dead.count()} tasks were given up, the last one {last.function}.",
            "Their errors are in the table core_queuedtask.",
        )
    yield Finding(State.GOOD if running else State.NOTE, "Gilde is running." if running else "Gilde is not running.")
