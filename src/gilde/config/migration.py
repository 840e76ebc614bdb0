"""Brings the database to the version of the code: once, however many processes start at the same moment."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate as migrate_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from gilde.config.process import Lock

_ADVISORY: Final = 0x67696C6465  # "gilde", as a number for PostgreSQL's advisory lock
_PATIENCE: Final = 600.0  # seconds that a second start waits for the first one's migrations
# Had every migration that was put together since (decision 21).
_LAST_OF_OLD: Final = "614b0c0"


class NotMigrated(Exception):
    """The database was not brought to this version. The message says why and what to do."""


class _WholeMigrations(MigrationExecutor):
    """Writes down that a migration was applied in the transaction that applies it.

    Django writes it down after COMMIT when indexes or constraints came last, so that a ``kill -9`` in between left
    tables that the next start wanted to make again.
    """

    def migration_plan(
        self, targets: Sequence[tuple[str, str | None]] | set[tuple[str, str]], clean_start: bool = False
    ) -> list[tuple[Migration, bool]]:
        # A change to a library's table makes all models anew that have to do with it: first theirs, then our many.
        return super().migration_plan(sorted(targets, key=lambda target: target[0] in _rooms()), clean_start)

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        if not migration.atomic or not self.connection.features.can_rollback_ddl:
            return super().apply_migration(state, migration, fake, fake_initial)
        # SQLite changes tables only with its foreign keys off, and switches them only outside a transaction.
        with self.connection.constraint_checks_disabled(), transaction.atomic(using=self.connection.alias):
            return super().apply_migration(state, migration, fake, fake_initial)


migrate_command.MigrationExecutor = _WholeMigrations  # type: ignore[attr-defined] # Django has no setting for it


def missing_migrations() -> list[str]:
    """The migrations on disk that the database has not had, as ``app.name``. Reads names only, so it is quick."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return [f"{app}.{name}" for app, name in _on_disk() if (app, name) not in applied]


def is_new() -> bool:
    """Whether the database has had no migration at all."""
    return not MigrationRecorder(connection).applied_migrations()


def unknown_migrations() -> list[str]:
    """Migrations that the database has had and this version does not know: it was used by a newer version."""
    known = known_migrations()
    ours = {name.split(".")[0] for name in known}
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in ours and f"{app}.{name}" not in known)


def known_migrations() -> set[str]:
    """Every migration of this version, as ``app.name``, with those that stand for it in older databases."""
    stood_for = {old for replaced in _replaced().values() for old in replaced}
    return {f"{app}.{name}" for app, name in {*_on_disk(), *stood_for}}


def migrate(verbosity: int = 0) -> bool:
    """Apply what is missing; whether there was anything. Every migration is one transaction, so a kill loses nothing.

    A mark stays until what Django does after the last one (permissions, kinds of content) is done too.

    Raises:
        NotMigrated: when another process holds the lock for ten minutes, or the database is older than this can read.
    """
    mark = Path(settings.VAR) / "run" / "migrating"
    if not mark.exists() and not missing_migrations():
        return False
    with _alone():
        if not mark.exists() and not missing_migrations():  # somebody else did it while we waited
            return False
        _insist_on_whole()
        mark.touch(mode=0o600)
        call_command("migrate", interactive=False, verbosity=verbosity)
        mark.unlink()
    return True


@contextmanager
def _alone() -> Iterator[None]:
    """One migrating process: per folder by a file lock, and per PostgreSQL database, which several machines share."""
    lock = Lock(Path(settings.VAR) / "run" / "migrate.lock")
    if not lock.take(_PATIENCE):
        raise NotMigrated("Another process has been migrating the database for ten minutes. Look at it first.")
    try:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s::bigint)", [_ADVISORY])
        yield
    finally:
        if connection.vendor == "postgresql":
            connection.close()  # frees the advisory lock, whatever state the connection is in
        lock.free()


def _insist_on_whole() -> None:
    """What was put together of several migrations goes on from all of them or from none."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    for new, old in _replaced().items():
        if new not in applied and applied & old and old - applied:
            raise NotMigrated(
                "This database is of a day before Gilde 0.1.0 and has not had all that came before it. "
                f"Run git checkout {_LAST_OF_OLD} && ./gilde migrate, then come back to this version. "
                "Nothing was changed."
            )


def _replaced() -> dict[tuple[str, str], set[tuple[str, str]]]:
    """What a migration on disk stands for, of those that were put together of several."""
    found = {}
    for app, name in _on_disk():
        if "_squashed_" in name:
            module = import_module(f"{MigrationLoader.migrations_module(app)[0]}.{name}")
            found[app, name] = set(module.Migration.replaces)
    return found


def _rooms() -> set[str]:
    return {app.label for app in apps.get_app_configs() if app.name.startswith("gilde.")}


def _on_disk() -> Iterator[tuple[str, str]]:
    for app in apps.get_app_configs():
        module_name, _ = MigrationLoader.migrations_module(app.label)
        if module_name is None:
            continue
        try:
            package = import_module(module_name)
        except ModuleNotFoundError:
            continue  # an app without tables
        for module in pkgutil.iter_modules(package.__path__):
            if not module.ispkg and module.name[0] not in "_~":
                yield app.label, module.name
