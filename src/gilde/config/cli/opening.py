"""What every command but ``up`` does first: read the settings, load the apps, and say clearly what is wrong."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from gilde.config.cli.commands import Refusal
from gilde.config.env import ConfigurationError, Env, read_env
from gilde.config.preparation import Unprepared, load_django, make_folders, reach_database
from gilde.config.process import Lock

_NOTHING_HERE: Final = (
    "There is no Gilde in %s yet: %s. Start it with ./gilde up, or set the same GILDE_VAR and DATABASE_URL as where it "
    "runs."
)


@contextmanager
def opened(*, alone: bool = False, reach: bool = True, migrated: bool = True) -> Iterator[Env]:
    """Gilde's settings, apps and database, ready for a command.

    Args:
        alone: nothing else may use this installation meanwhile.
        reach: the database must answer.
        migrated: it must be of this version.

    Raises:
        Refusal: with one sentence that says what to do.
    """
    os.umask(0o077)
    try:
        env = read_env()
        finish_restore(env)
        if reach and migrated:
            _insist_on_folder(env)
        make_folders(env)
        in_use = Lock(env.var / "run" / "use.lock", shared=not alone)
        if not in_use.take(patience=1.0):
            raise Refusal(
                "Gilde is running in this folder. Stop it first (Ctrl-C, or your service manager), then try again."
                if alone
                else "A backup is being restored in this folder. Try again when that is done."
            )
        try:
            load_django()
            if reach:
                reach_database()
            if reach and migrated:
                _insist_on_migrated(env)
            yield env
        finally:
            in_use.free()
    except (ConfigurationError, Unprepared) as error:
        raise Refusal(str(error)) from None


def finish_restore(env: Env) -> None:
    """Finish what a killed ``restore`` left half done, before anything looks at the data.

    Raises:
        Refusal: while that restore, or anything else, is still running.
    """
    begun = (env.var / "run" / "restoring.json").exists()
    unpacked = list((env.var / "run").glob("restore-*"))
    if not begun and not unpacked:
        return
    from gilde.config.backup.put_back import finish

    alone = Lock(env.var / "run" / "use.lock")
    if not begun:
        if alone.take():  # nobody restores: it was killed while it unpacked, and what it unpacked holds the keys
            for folder in unpacked:
                shutil.rmtree(folder, ignore_errors=True)
            alone.free()
        return
    if not alone.take(patience=3.0):
        raise Refusal("A backup is being restored in this folder. Try again when that is done.")
    finish(env.var, env["DATABASE_URL"])
    alone.free()
    print("An interrupted restore was finished.", file=sys.stderr)


def _insist_on_folder(env: Env) -> None:
    """Before a folder, and keys that fit nothing, are made in the wrong place.

    With the right database and another folder, a back-up would lack every file and a worker would sign what nobody
    can read back.
    """
    if not env["DATABASE_URL"] and not (env.var / "gilde.sqlite3").exists():
        raise Refusal(_NOTHING_HERE % (env.var, "its database is empty"))
    if not any((env.var / "secrets" / name).exists() for name in ("secret_key", "push")):
        raise Refusal(_NOTHING_HERE % (env.var, "it holds no keys"))


def _insist_on_migrated(env: Env) -> None:
    from gilde.config.migration import is_new, missing_migrations

    missing = missing_migrations()
    if missing and is_new():
        # Most often the service has its settings and this terminal has not.
        raise Refusal(_NOTHING_HERE % (env.var, "its database is empty"))
    if missing:
        raise Refusal(f"The database is not up to date yet ({len(missing)} migrations to go). Run: ./gilde migrate")
