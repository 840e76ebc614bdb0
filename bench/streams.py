"""Open many live streams on one Gilde: what each costs in memory, how soon all hear of a signal, what pages feel of it.

    python -m bench.streams [--people 250] [--each 8] [--workers 2]

It makes an installation of its own in a temporary folder, starts ``./gilde up`` there, logs everybody in and opens
``people`` times ``each`` streams; then one signal goes to everybody. How to read it: bench/README.md.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import resource
import selectors
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from bench.run import ROOT, _tree

_MAKE = """
import json
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from gilde.people.actions.person import join
from gilde.people.models import Account
made = []
with transaction.atomic():
    for number in range({people}):
        email = f"listener-{{number}}@example.org"
        account = Account.objects.create_user(email)
        EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
        person = join(account=account, name=f"Listener {{number}}", handle=f"listener-{{number}}")
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "gilde.people.backend.Backend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
        UserSession.objects.create(user=account, ip="127.0.0.1", user_agent="", session_key=session.session_key)
        made.append([person.pk, session.session_key])
print(json.dumps(made))
"""
_TELL = """
import time
from django.db import transaction
from gilde.core.live import tell
with transaction.atomic():
    tell("bell", [f"person:{{number}}" for number in {people}])
print(time.time())
"""


def _memory(pid: int) -> float:
    """KiB that all processes of the tree really hold (PSS)."""
    total = 0.0
    for one in _tree(pid):
        try:
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE)
        except OSError:
            continue
        total += float(found[1]) if found else 0.0
    return total


def _inside(environment: dict[str, str], code: str) -> str:
    command = [sys.executable, "-m", "gilde.config.cli", "shell", "-c", code]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Measure, and print one line per figure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=250)
    parser.add_argument("--each", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--port", type=int, default=8193)
    chosen = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "GILDE_VAR": folder,
            "PYTHONPATH": str(ROOT / "src"),
            "GILDE_BIND": f"127.0.0.1:{chosen.port}",
            "GILDE_URL": f"http://localhost:{chosen.port}",
            "GILDE_WEB_WORKERS": str(chosen.workers),
        }
        server = subprocess.Popen(
            [sys.executable, "-m", "gilde.config.cli", "up"], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL
        )
        try:
            _wait_for(chosen.port)
            _measure(server.pid, environment, chosen)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def _wait_for(port: int) -> None:
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise SystemExit("Gilde did not start.")


def _measure(pid: int, environment: dict[str, str], chosen: argparse.Namespace) -> None:
    people = json.loads(_inside(environment, _MAKE.format(people=chosen.people)).splitlines()[-1])
    sessions = [key for _number, key in people]
    warm = [_stream(chosen.port, key) for key in sessions[:20]]  # so that threads and caches are there
    _pages(chosen.port, sessions[0], 200)
    time.sleep(2)
    for one in warm:
        one.close()
    time.sleep(1)
    print(f"home without streams: {_pages(chosen.port, sessions[0], 200)}")
    before, began = _memory(pid), time.monotonic()
    streams = [_stream(chosen.port, key) for key in sessions for _ in range(chosen.each)]
    opened = time.monotonic() - began
    time.sleep(2)
    after = _memory(pid)
    each = (after - before) / len(streams)
    print(f"{len(streams)} streams opened in {opened:.1f} s: {before / 1024:.0f} MiB before, {each:.0f} KiB each")
    print(f"home beside them: {_pages(chosen.port, sessions[0], 200)}")
    felt: list[str] = []
    reader = threading.Thread(target=lambda: felt.append(_pages(chosen.port, sessions[0], 200)))
    told = float(_inside(environment, _TELL.format(people=[number for number, _key in people])).split()[-1])
    reader.start()
    heard = sorted(_until(streams, b"event: bell", 60.0))
    reader.join()
    if heard:
        half, last = heard[len(heard) // 2] - told, heard[-1] - told
        print(f"{len(heard)} heard one signal: half of them {half:.2f} s after its commit, the last {last:.2f} s")
    print(f"home from then on: {felt[0]}")
    print(f"afterwards {_memory(pid) / 1024:.0f} MiB")


def _pages(port: int, key: str, times: int) -> str:
    """How long home takes, over one connection."""
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    spent: list[float] = []
    for _time in range(times):
        began = time.perf_counter()
        connection.request("GET", "/", headers={"Cookie": f"gilde_session={key}", "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"home answered {answer.status}")
        spent.append((time.perf_counter() - began) * 1000)
    spent.sort()
    return f"median {statistics.median(spent):.1f} ms, p99 {spent[int(times * 0.99) - 1]:.1f} ms"


def _stream(port: int, key: str) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=30)
    lines = ["GET /live HTTP/1.1", f"Host: localhost:{port}", f"Cookie: gilde_session={key}", "", ""]
    one.sendall("\r\n".join(lines).encode())
    text = b""
    while b"retry:" not in text:
        piece = one.recv(4096)
        if not piece:
            raise SystemExit(f"a stream was refused: {text[:200]!r}")
        text += piece
    return one


def _until(streams: list[socket.socket], word: bytes, seconds: float) -> list[float]:
    """When ``word`` reached each of them, of those that it reached in time."""
    watch = selectors.DefaultSelector()
    for one in streams:
        watch.register(one, selectors.EVENT_READ)
    heard: list[float] = []
    ends = time.monotonic() + seconds
    while len(heard) < len(streams) and time.monotonic() < ends:
        for key, _events in watch.select(1.0):
            piece = key.fileobj.recv(65536)  # type: ignore[union-attr]
            if word in piece or not piece:
                watch.unregister(key.fileobj)
            if word in piece:
                heard.append(time.time())
    return heard


if __name__ == "__main__":
    main()
