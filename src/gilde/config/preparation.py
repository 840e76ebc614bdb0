"""What must be true before pages can be served: texts compiled, database migrated, static files collected."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from gilde.config.env import Env
from gilde.config.texts import compile_texts

FOLDERS = ("run", "secrets", "files", "mail")


class Unprepared(Exception):
    """Something that a person must mend first; the message says what."""


def make_folders(env: Env) -> None:
    """Create ``GILDE_VAR`` and what belongs in it, for this user's eyes only.

    Raises:
        Unprepared: when the folder cannot be made or written.
    """
    try:
        for folder in (env.var, *(env.var / name for name in FOLDERS)):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(13, "Permission denied", str(folder))
    except OSError as error:
        raise Unprepared(
            f"Gilde cannot write in {env.var}: {error.strerror}. Give that folder to the user who runs Gilde, "
            "or name another one: GILDE_VAR=/a/folder ./gilde up"
        ) from None


def load_django() -> None:
    """Compile the texts, and import the settings and the apps.

    In this order: loading the models reads the texts, and what was read then is what every page shows until the end.

    Raises:
        Unprepared: with one sentence when a setting cannot be used.
    """
    import django
    from django.core.exceptions import ImproperlyConfigured

    with suppress(OSError):  # where nothing can be written, a text in English is better than no command
        compile_texts()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gilde.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Unprepared(str(error)) from None


def reach_database() -> None:
    """Connect once.

    Raises:
        Unprepared: when the database does not answer.
    """
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
    except DatabaseError as error:
        # The first line says it; the next ones ask whether the server runs, which the sentence does too.
        reason = str(error).strip().partition("\n")[0].rstrip(".?") or type(error).__name__
        settings: dict[str, Any] = connection.settings_dict
        if connection.vendor == "sqlite":
            sentence = f"The database at {settings['NAME']} cannot be opened: {reason}. ./gilde doctor may know more."
        else:
            sentence = (
                f"The database {settings['NAME']} at {settings['HOST'] or 'this machine'} does not answer: {reason}. "
                "Check DATABASE_URL and that the database runs."
            )
        raise Unprepared(sentence) from None


def prepare() -> None:
    """Everything that the pages need; a start that finds all done takes some tens of milliseconds.

    Raises:
        Unprepared: when a person must do something first.
    """
    from django.conf import settings
    from django.core.management.base import CommandError

    from gilde.config import migration, static_files

    Path(settings.MEDIA_ROOT).mkdir(mode=0o700, parents=True, exist_ok=True)
    reach_database()
    try:
        migration.migrate()
    except migration.NotMigrated as error:
        raise Unprepared(str(error)) from None
    try:
        static_files.collect()
    except (OSError, CommandError) as error:
        raise Unprepared(f"The static files could not be collected: {error}.") from None
