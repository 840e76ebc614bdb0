"""``./gilde doctor``: looks at an installation and says what is wrong and how to mend it. Changes nothing."""

from __future__ import annotations

import os
import shutil
import smtplib
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from gilde.config.env import ConfigurationError, Env, read_env
from gilde.config.preparation import Unprepared, load_django, reach_database
from gilde.config.process import Lock

# The first SQLite that cannot lose data when two connections write and checkpoint a WAL at the same moment.
_SOUND_SQLITE: Final = (3, 51, 3)
_LITTLE_DISK: Final = 1_000_000_000  # bytes


class State(StrEnum):
    """How a finding is meant: fine, worth knowing, or to be mended."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "MEND"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and what to do about it."""

    state: State
    text: str
    remedy: str = ""


def examine(tell: Callable[[str], None] = print) -> int:
    """Look at everything and tell it, one line each; 1 when something must be mended, else 0."""
    bad = 0
    for finding in _look():
        bad += finding.state == State.BAD
        tell(f"{finding.state:<5} {finding.text}")
        if finding.remedy:
            tell(f"      {finding.remedy}")
    tell("Nothing to mend." if not bad else f"{bad} to mend.")
    return 1 if bad else 0


def _look() -> Iterator[Finding]:
    yield Finding(State.GOOD, f"Python {sys.version.split()[0]} at {sys.executable}")
    try:
        env = read_env()
    except ConfigurationError as error:
        yield Finding(State.BAD, str(error))
        return
    yield from _folders(env)
    if not _is_open(env.var):
        return
    yield from _secrets(env)
    yield from _addresses(env)
    yield from _clock(env)
    try:
        load_django()
    except Unprepared as error:
        yield Finding(State.BAD, str(error))
        return
    yield from _mail()
    yield from _redis()
    try:
        reach_database()
    except Unprepared as error:
        yield Finding(State.BAD, str(error))
        return
    yield from _database()
    yield from _migrations()
    yield from _tasks(env)


def _folders(env: Env) -> Iterator[Finding]:
    if not env.var.is_dir():
        nearest = next(folder for folder in env.var.parents if folder.exists())
        if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
            yield Finding(State.NOTE, f"{env.var} does not exist yet.", "./gilde up makes it.")
        else:
            yield Finding(
                State.BAD,
                f"{env.var} does not exist, and this user cannot make it: {nearest} cannot be written.",
                "Give that folder to the user who runs Gilde, or name another one: GILDE_VAR=/a/folder",
            )
        return
    if not _is_open(env.var):
        yield Finding(
            State.BAD,
            f"{env.var} is closed to this user.",
            f"Run ./gilde as the user who owns it (number {env.var.stat().st_uid}), with mode 700.",
        )
        return
    mode = stat.S_IMODE(env.var.stat().st_mode)
    if mode & 0o077:
        yield Finding(State.BAD, f"{env.var} is open to other users (mode {mode:o}).", f"chmod 700 {env.var}")
    else:
        yield Finding(State.GOOD, f"{env.var} is for this user only.")
    free = shutil.disk_usage(env.var).free
    little = free < _LITTLE_DISK
    yield Finding(
        State.BAD if little else State.GOOD,
        f"{free / 1e9:.1f} GB free on its disk.",
        "Make room: with a full disk nothing can be saved." if little else "",
    )
    if (env.var / "run" / "restoring.json").exists():
        yield Finding(State.NOTE, "A restore was interrupted.", "The next command finishes it.")


def _is_open(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK)


def _secrets(env: Env) -> Iterator[Finding]:
    folder = env.var / "secrets"
    if not folder.is_dir():
        return
    open_ones = [p.name for p in folder.iterdir() if p.is_file() and stat.S_IMODE(p.stat().st_mode) & 0o077]
    if open_ones:
        yield Finding(
            State.BAD, f"Secrets that other users can read: {', '.join(sorted(open_ones))}.", f"chmod 600 {folder}/*"
        )
    else:
        yield Finding(State.GOOD, "Secrets are for this user only.")


def _addresses(env: Env) -> Iterator[Finding]:
    url: str = env["GILDE_URL"]
    running = _running_at(env)
    if running and running != url:
        yield Finding(
            State.NOTE,
            f"Gilde runs now at {running}; by the settings of this terminal people come in at {url}.",
            f"Other commands make links with the latter: set GILDE_URL={running} for them too.",
        )
        url = running
    else:
        yield Finding(State.GOOD, f"People come in at {url}; Gilde listens on {env['GILDE_BIND']}.")
    if url.startswith("http://") and "//localhost" not in url and "//127." not in url:
        yield Finding(
            State.BAD,
            "Passwords would travel unencrypted, and passkeys do not work: GILDE_URL is not https.",
            "Put a proxy with a certificate in front and set GILDE_URL=https://…",
        )
    if url.startswith("https://") and not env["GILDE_TRUSTED_PROXIES"]:
        yield Finding(
            State.NOTE,
            "GILDE_URL is https, but GILDE_TRUSTED_PROXIES is 0: all visitors seem to come from the proxy.",
            "Behind one proxy that sets X-Forwarded-For and X-Forwarded-Proto: GILDE_TRUSTED_PROXIES=1",
        )
    if env["GILDE_DEBUG"]:
        yield Finding(State.NOTE, "GILDE_DEBUG is on: errors show the inside.", "Never on a real site.")
    if env["GILDE_DEMO"]:
        yield Finding(State.NOTE, "GILDE_DEMO is on: anyone on this machine can log in with one click.")


def _running_at(env: Env) -> str:
    """The address that a running ``up`` was given, on the command line perhaps; empty when none runs here."""
    path = env.var / "run" / "up.lock"
    if not path.exists():
        return ""
    lock = Lock(path)
    if lock.take():
        lock.free()
        return ""
    return path.read_text().partition(" (process ")[0].strip()


def _clock(env: Env) -> Iterator[Finding]:
    zone = ZoneInfo(env["GILDE_TIME_ZONE"])
    here = datetime.now(zone)
    newest = max((p.stat().st_mtime for p in (env.var / "run").glob("*")), default=0.0)
    if datetime.fromtimestamp(newest, UTC) > datetime.now(UTC) + timedelta(minutes=1):
        yield Finding(
            State.BAD, "Files here are from the future: the clock went back.", "Check the clock (timedatectl)."
        )
    yield Finding(State.GOOD, f"Clock: {here:%Y-%m-%d %H:%M:%S} in {zone.key}.")


def _mail() -> Iterator[Finding]:
    from django.conf import settings

    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield Finding(
            State.NOTE,
            f"Mail is not sent: it lands in {settings.EMAIL_FILE_PATH}, and codes are printed.",
            "EMAIL_URL=smtp://user:password@host:587",
        )
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            server.ehlo()
        yield Finding(State.GOOD, f"The mail server {where} answers.")
    except (OSError, smtplib.SMTPException) as error:
        yield Finding(State.BAD, f"The mail server {where} does not answer: {error}.", "Check EMAIL_URL.")


def _redis() -> Iterator[Finding]:
    from django.conf import settings

    if not settings.REDIS_URL:
        return
    from redis import Redis, RedisError

    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=5) as server:
            server.ping()
        yield Finding(State.GOOD, "Redis answers.")
    except (RedisError, OSError) as error:
        what = f"Redis does not answer ({type(error).__name__}): pages work, live ones hear by the database meanwhile."
        yield Finding(State.BAD, what, "Check REDIS_URL.")


def _database() -> Iterator[Finding]:
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


def _migrations() -> Iterator[Finding]:
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


def _tasks(env: Env) -> Iterator[Finding]:
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
