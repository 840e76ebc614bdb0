"""How the database of each engine goes into a backup and comes out again."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from django.db import connection

from gilde.config.backup import BackupError

NAMES: Final = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
Settings = dict[str, Any]


def copy_to(target: Path) -> None:
    """A copy of the database as it is at one moment, taken while others write.

    Raises:
        BackupError: when the database is damaged or its tools are missing.
    """
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), target)
    else:
        _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])


def _copy_sqlite(source: Path, target: Path) -> None:
    # In one step: in WAL mode that is one read transaction, so writers go on and the copy is of one moment.
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupError(f"The database at {source} is damaged ({found}). Restore the last good backup.")


def check(part: Path, engine: str) -> None:
    """Whether this part of an unpacked backup is a whole database.

    Raises:
        BackupError: when it is not.
    """
    if engine == "postgresql":
        _run("pg_restore", ["--list", str(part)], connect=False)
        return
    try:
        with closing(sqlite3.connect(f"file:{part}?mode=ro&immutable=1", uri=True)) as copy:
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise BackupError(f"The database in this backup is damaged ({found}). Nothing was changed.")


def replace_postgresql(part: Path, aside: str) -> None:
    """Put the dump in place in one transaction; the tables of now go aside to the schema ``aside``.

    Raises:
        BackupError: when the server refuses; then nothing was changed.
    """
    script = part.with_suffix(".sql")
    _run("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(part)], connect=False)
    first = part.with_name("first.sql")
    first.write_text(f'ALTER SCHEMA public RENAME TO "{aside}";\nCREATE SCHEMA public;\n')
    _run("psql", ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
                  f"--file={first}", f"--file={script}"])  # fmt: skip
    script.unlink()
    first.unlink()


def others_connected() -> int:
    """How many other connections this PostgreSQL database has; 0 for SQLite, where the file lock tells."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def _run(program: str, arguments: Sequence[str], *, connect: bool = True) -> None:
    """Run one of PostgreSQL's own tools on our database; the password goes through the environment."""
    path = _find(program)
    environment = dict(os.environ)
    if connect:
        settings: Settings = connection.settings_dict
        environment["PGDATABASE"] = settings["NAME"]
        for key, name in (("HOST", "PGHOST"), ("PORT", "PGPORT"), ("USER", "PGUSER"), ("PASSWORD", "PGPASSWORD")):
            if settings[key]:
                environment[name] = str(settings[key])
        for option in ("sslmode", "sslrootcert", "sslcert", "sslkey"):
            if option in settings["OPTIONS"]:
                environment[f"PG{option.upper()}"] = str(settings["OPTIONS"][option])
    done = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise BackupError(f"{program} says: {said[0]} Nothing was changed.")


def _find(program: str) -> str:
    """This tool in the server's own version, else the oldest newer one: it must not be older than the server."""
    server: int = getattr(connection, "pg_version", 0) // 10_000
    packaged = {
        int(path.parts[4]): str(path)
        for path in Path("/usr/lib/postgresql").glob(f"*/bin/{program}")
        if path.parts[4].isdigit()
    }
    found = next((packaged[major] for major in sorted(packaged) if major >= server), None) or shutil.which(program)
    if not found:
        raise BackupError(
            f"{program} is not on this machine. Install PostgreSQL's tools (Debian, Ubuntu: sudo apt install "
            "postgresql-client) and try again."
        )
    return found
