"""Brings the database to the version of the code: once, however many processes start at the same moment."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final

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


class MigrationBusy(Exception):
    """Another process has been migrating for longer than anybody should wait."""


class _WholeMigrations(MigrationExecutor):
    """Writes down that a migration was applied in the transaction that applies it.

    Django writes it down after COMMIT when indexes or constraints came last, so that a ``kill -9`` in between left
    tables that the next start wanted to make again.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        if not migration.atomic or not self.connection.features.can_rollback_ddl:
            return super().apply_migration(state, migration, fake, fake_initial)
        # SQLite changes tables only with its foreign keys off, and switches them only outside a transaction.
        with self.connection.constraint_checks_disabled(), transaction.atomic(using=self.connection.alias):
            return super().apply_migration(state, migration, fake, fake_initial)


migrate_command.MigrationExecutor = _WholeMigrations  # type: ignore[attr-defined] # Django has no setting for it


def _append_option(state: ProjectState, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    """Give the model of this moment an index or a constraint, as it stands.

    Django makes the model and all that are related to it anew, forty at a time. Neither changes a field or a relation,
    so nobody else can tell. A migration with code of its own begins with models made anew, as always (``is_delayed``).
    """
    options = state.models[app_label, model_name].options
    options[option_name] = [*options[option_name], obj]
    if "apps" in state.__dict__:  # they are made when somebody asks for them
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option_name, [*getattr(meta, option_name), obj])
        state.is_delayed = True


ProjectState._append_option = _append_option  # type: ignore[attr-defined]


def missing_migrations() -> list[str]:
    """The migrations on disk that the database has not had, as ``app.name``. Reads names only, so it is quick."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return [f"{app}.{name}" for app, name in _on_disk() if (app, name) not in applied]


def unknown_migrations() -> list[str]:
    """Migrations that the database has had and this version does not know: it was used by a newer version."""
    known = set(_on_disk())
    ours = {app for app, _ in known}
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in ours and (app, name) not in known)


def known_migrations() -> set[str]:
    """Every migration of this version, as ``app.name``."""
    return {f"{app}.{name}" for app, name in _on_disk()}


def migrate(verbosity: int = 0) -> bool:
    """Apply what is missing; whether there was anything. Every migration is one transaction, so a kill loses nothing.

    A mark stays until what Django does after the last one (permissions, kinds of content) is done too.

    Raises:
        MigrationBusy: when another process holds the lock for ten minutes.
    """
    mark = Path(settings.VAR) / "run" / "migrating"
    if not mark.exists() and not missing_migrations():
        return False
    with _alone():
        if not mark.exists() and not missing_migrations():  # somebody else did it while we waited
            return False
        mark.touch(mode=0o600)
        call_command("migrate", interactive=False, verbosity=verbosity)
        mark.unlink()
    return True


@contextmanager
def _alone() -> Iterator[None]:
    """One migrating process: per folder by a file lock, and per PostgreSQL database, which several machines share."""
    lock = Lock(Path(settings.VAR) / "run" / "migrate.lock")
    if not lock.take(_PATIENCE):
        raise MigrationBusy
    try:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s::bigint)", [_ADVISORY])
        yield
    finally:
        if connection.vendor == "postgresql":
            connection.close()  # frees the advisory lock, whatever state the connection is in
        lock.free()


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
