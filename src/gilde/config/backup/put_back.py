"""Putting a backup back: verify everything, then swap, then keep what was there aside."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.db import connection

from gilde.config.backup import BackupError, archive, database
from gilde.config.migration import known_migrations
from gilde.core.clock import now

_JOURNAL = "restoring.json"
_SQLITE_FILES = ("", "-wal", "-shm")


@dataclass(frozen=True)
class PutBack:
    """What was put back, and where the data of before lies now."""

    manifest: archive.Manifest
    aside: Path
    schema_aside: str | None


def put_back(path: Path) -> PutBack:
    """Replace database, files and secrets by those of the backup. Nobody may use this installation meanwhile.

    Raises:
        BackupError: when the backup is broken, foreign, newer or of another engine, or somebody is connected. Then
            the present data is as it was.
    """
    try:
        manifest = archive.verify(path)
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from None
    _insist_on_fit(path, manifest)
    var = Path(settings.VAR)
    stamp = f"{now():%Y%m%dT%H%M%SZ}"
    aside = var / f"before-restore-{stamp}"
    staged = Path(tempfile.mkdtemp(prefix="restore-", dir=var / "run"))
    try:
        archive.unpack(path, manifest, staged)
        part = staged / database.NAMES[manifest.engine]
        database.check(part, manifest.engine)
        for folder in ("files", "secrets"):
            (staged / folder).mkdir(mode=0o700, exist_ok=True)
        schema = _schema(aside) if manifest.engine == "postgresql" else None
        moves = _moves(staged, aside, var, None if schema else part)
        aside.mkdir(mode=0o700)
        _write_journal(var, moves, schema, staged)
        if schema:
            try:
                database.replace_postgresql(part, schema)
            except BackupError:
                _journal(var).unlink()
                aside.rmdir()
                raise
        connection.close()
        finish(var, os.environ.get("DATABASE_URL", ""))
    except OSError as error:
        raise BackupError(f"The backup could not be put back: {error.strerror or error}.") from None
    finally:
        if not _journal(var).exists():
            shutil.rmtree(staged, ignore_errors=True)
    return PutBack(manifest, aside, schema)


def _insist_on_fit(path: Path, manifest: archive.Manifest) -> None:
    if manifest.engine != connection.vendor:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise BackupError(
            f"{path} holds a {names.get(manifest.engine, manifest.engine)} database and this installation runs on "
            f"{names[connection.vendor]}. "
            + (
                "Restore it without DATABASE_URL, then run ./gilde move-database. Nothing was changed."
                if manifest.engine == "sqlite"
                else "Set DATABASE_URL to an empty PostgreSQL database. Nothing was changed."
            )
        )
    unknown = sorted(set(manifest.migrations) - known_migrations())
    if unknown:
        raise BackupError(
            f"{path} was made by a newer version of Gilde ({manifest.version}): this one does not know {unknown[0]}. "
            "Install that version first. Nothing was changed."
        )
    others = database.others_connected()
    if others:
        raise BackupError(
            f"{others} other connections use this database. Stop every Gilde that uses it first. Nothing was changed."
        )


def _moves(staged: Path, aside: Path, var: Path, part: Path | None) -> list[tuple[str, str]]:
    """Every rename of the swap, in order: first out of the way, then into place."""
    out: list[tuple[Path, Path]] = []
    into: list[tuple[Path, Path]] = []
    if part:
        live = Path(connection.settings_dict["NAME"])
        out += [(live.with_name(live.name + end), aside / (live.name + end)) for end in _SQLITE_FILES]
        into.append((part, live))
    for folder, place in (("files", Path(settings.MEDIA_ROOT)), ("secrets", var / "secrets")):
        out.append((place, aside / folder))
        into.append((staged / folder, place))
    return [(str(old), str(new)) for old, new in (*out, *into)]


def _write_journal(var: Path, moves: list[tuple[str, str]], schema: str | None, staged: Path) -> None:
    draft = _journal(var).with_suffix(".draft")
    with draft.open("w") as stream:
        json.dump({"moves": moves, "schema": schema, "staged": str(staged)}, stream)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(_journal(var))


def finish(var: Path, database_url: str) -> bool:
    """Do the renames that a restore began, also after it was killed in the middle; whether there was one.

    Needs neither settings nor apps, and must run before they are loaded: half-way there may be no secrets. Every
    rename is done once: its source is gone when it was done before. For PostgreSQL the transaction that put the
    tables in place decides: without it, nothing is moved.
    """
    journal = _journal(var)
    if not journal.exists():
        return False
    values = json.loads(journal.read_text())
    staged = Path(values["staged"])
    if values["schema"] is None or _schema_exists(database_url, values["schema"]):
        for old, new in values["moves"]:
            into_place = Path(old).is_relative_to(staged)
            if Path(old).exists() and (into_place or not Path(new).exists()):
                Path(new).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                _across(Path(old), Path(new))
    journal.unlink()
    shutil.rmtree(staged, ignore_errors=True)
    return True


def _schema_exists(database_url: str, name: str) -> bool:
    import psycopg

    address = urlsplit(database_url)
    options = urlencode([(key, value) for key, value in parse_qsl(address.query) if key != "prepare"])
    with psycopg.connect(address._replace(query=options).geturl()) as server:
        return server.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [name]).fetchone() is not None


def _across(old: Path, new: Path) -> None:
    try:
        old.rename(new)
    except OSError:  # DATABASE_URL may put SQLite's file on another disk
        shutil.move(old, new)


def _journal(var: Path) -> Path:
    return var / "run" / _JOURNAL


def _schema(aside: Path) -> str:
    return aside.name.replace("-", "_").lower()
