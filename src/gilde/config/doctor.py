"""``./gilde doctor``: looks at an installation and says what is wrong and how to mend it. Changes nothing."""

from __future__ import annotations

import os
import shutil
import smtplib
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from gilde.config.doctor_data import database, migrations, tasks
from gilde.config.env import ConfigurationError, Env, read_env
from gilde.config.finding import Finding, State
from gilde.config.preparation import Unprepared, load_django, reach_database
from gilde.config.process import Lock

_LITTLE_DISK: Final = 1_000_000_000  # bytes


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
    yield from database()
    yield from migrations()
    yield from tasks(env)


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
