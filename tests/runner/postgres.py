"""A PostgreSQL server for one test run: made in a temporary folder, reachable through a socket in it, gone after.

It promises nothing about power cuts (fsync is off), because nothing in it is worth keeping. PostgreSQL refuses to run
as root, so there it runs as another user, in a folder that this user owns.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "jit": "off",  # without statistics it compiles queries that take a millisecond
    "timezone": "UTC",
    "log_min_messages": "fatal",
}


class NoPostgres(Exception):
    """This machine cannot run a PostgreSQL server; the message says what is missing."""


def find_binaries() -> Path:
    """The folder with ``initdb`` and ``postgres``, newest version first.

    Raises:
        NoPostgres: when there is none.
    """
    packaged = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    packaged.sort(key=lambda path: int(path.parent.name), reverse=True)
    elsewhere = shutil.which("postgres")
    folders = [*packaged, *([Path(elsewhere).resolve().parent] if elsewhere else [])]
    for folder in folders:
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    raise NoPostgres("no PostgreSQL server here (Debian, Ubuntu: sudo apt install postgresql)")


@contextmanager
def throwaway() -> Iterator[str]:
    """A server; gives the address of an empty database on it as ``DATABASE_URL`` wants it.

    Raises:
        NoPostgres: when it cannot be started here.
    """
    binaries = find_binaries()
    user = _other_user() if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="gilde-pg-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = folder / "data"
        _run(
            [binaries / "initdb", "-D", data, "-U", "gilde", "--auth=trust", "--encoding=UTF8", "--locale=C",
             "--no-sync"], folder, user)  # fmt: skip
        options = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", folder, *options],
                cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=_end_with_us,
                **_as(user),
            )  # fmt: skip
        _wait(binaries, folder, server)
        yield f"postgresql://gilde@/postgres?host={folder}"
    finally:
        if server and server.poll() is None:
            server.send_signal(signal.SIGINT)  # fast shutdown: ends the sessions that are left
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL refuses to run as root and there is no user 'postgres' or 'nobody' to run it as")


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _run(command: list[Any], folder: Path, user: pwd.struct_passwd | None) -> None:
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "HOME": str(folder)}
    done = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        **_as(user),
    )  # fmt: skip
    if done.returncode:
        raise NoPostgres(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")


def _end_with_us() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT, 0, 0, 0)  # PR_SET_PDEATHSIG: no server stays behind


def _wait(binaries: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            psycopg.connect(host=str(folder), user="gilde", dbname="postgres", connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    said = (folder / "log").read_text(errors="replace").strip().splitlines()[-1:]
    raise NoPostgres(f"{binaries / 'postgres'} did not start: {said}")
