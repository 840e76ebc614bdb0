"""The real product, started as people start it, for tests that look from outside.

It lives on the engine that ``DATABASE_URL`` names: an SQLite file, or a fresh database on that PostgreSQL server.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.warm import Begun, Warm

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def fresh_database(template: str = "") -> Iterator[str]:
    """A ``DATABASE_URL`` for one instance: empty for SQLite, a database of its own on the PostgreSQL of this run.

    ``template`` is the address of a database that nobody uses, to begin with a copy of.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    import psycopg

    name = f"gilde_live_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        if template:
            copy_database(template, name)
        else:
            server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def copy_database(template: str, name: str) -> None:
    """Make the database ``name`` on the PostgreSQL of this run, a copy of the one at the address ``template``."""
    import psycopg

    original = urlsplit(template).path.strip("/")
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        # Two copies of one at a time are refused, and so is a copy of what is in use: who left is still being seen out.
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [original])
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [original])
        server.execute(f"CREATE DATABASE {name} TEMPLATE {original}")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Live:
    """One installation: a folder, a database, and the processes that use them."""

    def __init__(self, folder: Path, url: str = "", **settings: str) -> None:
        self.folder = folder
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("GILDE_", "PYTEST_", "DJANGO_"))}
        self.environment = {
            **inherited,
            "GILDE_VAR": str(folder),
            "DATABASE_URL": url,
            "EMAIL_URL": "",
            "REDIS_URL": "",
            "PYTHONPATH": str(ROOT / "src"),
            **settings,
        }
        self.process: subprocess.Popen[str] | None = None
        self.lines: list[str] = []
        self._warm: tuple[object, Warm] | None = None
        self.at_port(free_port())

    def at_port(self, port: int) -> None:
        """Stand at this port of the loopback."""
        self.port, self.base = port, f"http://localhost:{port}"
        self.environment["GILDE_BIND"] = f"127.0.0.1:{port}"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "gilde.config.cli", *words]

    def to_mend(self) -> tuple[list[str], str]:
        """What the doctor says has to be mended, and all it says.

        Left out is that the throw-away PostgreSQL does not wait for the disk, which the tests want of it.
        """
        done = self.gilde("doctor")
        lines = [line for line in done.stdout.splitlines() if line.startswith("MEND")]
        on_purpose = ("fsync is off", "full_page_writes is off", "synchronous_commit is off")
        found = [line for line in lines if not any(words in line for words in on_purpose)]
        assert done.returncode == (1 if lines else 0), done.stdout + done.stderr
        return found, done.stdout

    def gilde(self, *words: str, timeout: float = 120, **options: object) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            self.command(*words),
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            **options,  # type: ignore[call-overload]
        )

    def inside(self, code: str) -> str:
        """Run code in this installation, as ``./gilde shell -c`` does; gives what it printed."""
        done = self.quickly("shell", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def quickly(self, *words: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """The same as :meth:`gilde` for a test that is not about starting: Gilde is imported once for all of them."""
        warm = self._warmed()
        return warm.run(words, timeout) if warm else self.gilde(*words, timeout=timeout)

    def begin(self, *words: str, said: Path | None = None) -> Begun:
        """Begin a command in the same way and go on; what it says goes to ``said``. It ends by itself or is killed."""
        warm = self._warmed()
        assert warm, "an installation that has no keys yet"
        return warm.begin(words, *[said or Path(os.devnull)] * 2)

    def _warmed(self) -> Warm | None:
        """The process that is forked; none before there are keys, for it keeps those that it found."""
        keys = [path.read_bytes() for path in sorted(self.folder.glob("secrets/*_key"))]
        if not keys:
            return None
        read_at_start = (dict(self.environment), keys)
        if self._warm is None or self._warm[0] != read_at_start:
            self.cool()
            self._warm = (read_at_start, Warm(self.environment))
        return self._warm[1]

    def cool(self) -> None:
        """End the process behind :meth:`quickly`, if there is one."""
        if self._warm is not None:
            self._warm[1].close()
            self._warm = None

    def start(self, *words: str, timeout: float = 120) -> float:
        """``gilde up``, until the first page is there; seconds that took."""
        begin = time.monotonic()
        self.lines = []
        self.process = subprocess.Popen(
            self.command("up", *words),
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()
        deadline = begin + timeout
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "\n".join(self.lines)
            if any("Gilde runs at" in line for line in self.lines) and self.status("/") < 500:
                return time.monotonic() - begin
            time.sleep(0.02)
        raise AssertionError("no page: " + "\n".join(self.lines))

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            self.lines.append(line.rstrip("\n"))

    def status(self, path: str) -> int:
        """The status of a page, 599 when nobody answers."""
        try:
            with urllib.request.urlopen(self.base + path, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 599

    def wait_for_line(self, pattern: str, timeout: float = 20) -> re.Match[str]:
        """The first printed line that matches."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            for line in self.lines:
                if match := re.search(pattern, line):
                    return match
            time.sleep(0.05)
        raise AssertionError(f"{pattern!r} was not printed:\n" + "\n".join(self.lines))

    def children(self) -> list[int]:
        """The processes under the supervisor, the oldest first."""
        assert self.process
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def stop(self, number: signal.Signals = signal.SIGTERM, timeout: float = 20) -> int:
        """Tell it to stop and wait; the exit code."""
        assert self.process
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout)


def migrated() -> Live | None:
    """The installation that the runner migrated beforehand, to begin with a copy of; nothing where it made none."""
    folder = os.environ.get("GILDE_TEST_TEMPLATE")
    return Live(Path(folder), os.environ["GILDE_TEST_TEMPLATE_URL"]) if folder else None


@contextmanager
def live(folder: Path, *, like: Live | None = None, **settings: str) -> Iterator[Live]:
    """An installation that is not started yet, empty or a copy of another; what runs is stopped at the end."""
    with fresh_database(like.environment["DATABASE_URL"] if like else "") as url:
        if like:
            shutil.copytree(like.folder, folder)
        house = Live(folder, url, **settings)
        try:
            yield house
        finally:
            house.cool()
            if house.process and house.process.poll() is None:
                house.stop()
