"""Measure the hot pages of a Gilde that ``bench.generate`` filled: CPU per request, latency, bytes, memory.

    python -m bench.run --var DIR [--requests 250] [--rounds 3] [--json FILE]

It starts ``./gilde up`` on DIR (and DATABASE_URL, when set) and the yardstick page beside it, sends requests over eight
connections, and counts the CPU time of all server processes, the database's included. Each case is measured in several
rounds, the yardstick anew before each: a machine that is shared changes its pace within a minute. Compare by the ratio
to the yardstick; its goal stands beside it. How to read it: bench/README.md.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.generate import TWENTY

ROOT = Path(__file__).resolve().parent.parent
PORT, YARDSTICK = 8191, 8192
TICK = os.sysconf("SC_CLK_TCK")


def _tree(pid: int) -> list[int]:
    """A process and everything under it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        queue += children.get(one, [])
    return found


def _postgres() -> list[int]:
    """The processes of the server behind ``DATABASE_URL``, none when it is on another machine; not those of others."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        backend = connection.info.backend_pid
    try:
        fields = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
    return _tree(int(fields[1]))


def cpu_seconds(pids: list[int]) -> float:
    """CPU time these processes used so far, in seconds, with what their dead children used."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(value) for value in fields[11:15])
    return total / TICK


def pss_mb(pids: list[int]) -> float:
    """Proportional memory of these processes, in MB (2^20 bytes)."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
        total += int(found.group(1)) if found else 0
    return total / 1024


class Client:
    """One connection with its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, data: dict[str, str] | None = None) -> tuple[int, bytes, dict[str, str]]:
        """Status, body as sent over the wire, headers by their name in small letters."""
        headers = {"Accept-Encoding": "gzip", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if data is not None:
            body = urllib.parse.urlencode(data)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for value in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, content, {name.lower(): value for name, value in answer.headers.items()}

    def token(self, path: str) -> str:
        """The CSRF token in the first form of a page."""
        import gzip

        _status, content, headers = self.send("GET", path)
        text = (gzip.decompress(content) if headers.get("content-encoding") == "gzip" else content).decode()
        return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[0]

    def login(self) -> None:
        """Log in as the generator's account."""
        path = "/account/login/"
        data = {"csrfmiddlewaretoken": self.token(path), "login": "bench@example.org", "password": "bench-bench-bench"}
        status, _content, _headers = self.send("POST", path, data)
        if status != 302:
            raise SystemExit(f"Logging in answered {status}.")


@dataclass
class Figure:
    """One case as measured in one round; ``ratio`` is its CPU divided by that of the yardstick just before it."""

    cpu_ms: float
    p50_ms: float
    p99_ms: float
    kilobytes: float
    pages_ms: float
    yardstick_ms: float = 0.0
    ratio: float = 0.0

    @property
    def late(self) -> float:
        """How many times as long as the middle request the last of a hundred took."""
        return self.p99_ms / self.p50_ms


@dataclass(frozen=True)
class Case:
    """What is measured: what each of ``clients`` sends, whose CPU counts, and how one waits until all of it is done."""

    name: str
    send: Callable[[Client, int], int]
    clients: list[Client]
    pids: Callable[[], list[int]]
    settle: Callable[[], None] = lambda: None


def measure(
    send: Callable[[Client, int], int],
    clients: list[Client],
    requests: int,
    pids: Callable[[], list[int]],
    settle: Callable[[], None] = lambda: None,
) -> Figure:
    """Send ``requests`` over all clients at once; CPU of ``pids`` divided over them, until all has settled."""
    times: list[float] = []
    sizes: list[int] = []
    lock = threading.Lock()
    numbers = iter(range(requests))

    def work(client: Client) -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            began = time.perf_counter()
            size = send(client, number)
            spent = time.perf_counter() - began
            with lock:
                times.append(spent)
                sizes.append(size)

    for client in clients:  # a connection that waited for what went before may have been closed
        client.connection.close()
    before, before_pages = cpu_seconds(pids()), cpu_seconds(_web(pids()))
    threads = [threading.Thread(target=work, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(times) < requests:
        raise SystemExit(f"Only {len(times)} of {requests} requests were answered as they should be.")
    spent_pages = cpu_seconds(_web(pids())) - before_pages
    settle()
    spent = cpu_seconds(pids()) - before
    times.sort()
    return Figure(
        cpu_ms=spent / requests * 1000,
        p50_ms=statistics.median(times) * 1000,
        p99_ms=times[int(len(times) * 0.99) - 1] * 1000,
        kilobytes=statistics.median(sizes) / 1000,
        pages_ms=spent_pages / requests * 1000,
    )


def _web(pids: list[int]) -> list[int]:
    """Those that answer requests: without the task worker, whose chores have nothing to do with a page."""
    return [pid for pid in pids if "web" in _name(pid)]


def _settle(product: int) -> None:
    """Wait until the task worker has done what waited since the last run, two minutes at most."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        before = cpu_seconds(_tree(product))
        time.sleep(3)
        if cpu_seconds(_tree(product)) - before < 0.1:
            return


def _get(path: str) -> Callable[[Client, int], int]:
    def send(client: Client, _number: int) -> int:
        status, content, _headers = client.send("GET", path)
        if status != 200:
            raise SystemExit(f"{path} answered {status}.")
        return len(content)

    return send


def _get_anew(path: str) -> Callable[[Client, int], int]:
    """Another address each time, so that no page comes from a cache."""
    started = uuid.uuid4().hex

    def send(client: Client, number: int) -> int:
        status, content, _headers = client.send("GET", f"{path}?anew={started}{number}")
        if status != 200:
            raise SystemExit(f"{path} answered {status}.")
        return len(content)

    return send


def _spread(client: Client, first: int, many: int = 400) -> list[str]:
    """Addresses of ``many`` contributions that the reader may read, from number ``first`` on."""
    paths: list[str] = []
    for number in range(first, first + 4 * many):
        status, _content, headers = client.send("GET", f"/d/{number}/")
        if status in {301, 302} and len(paths) < many:
            paths.append(headers["location"])
    return paths


def _get_some(paths: list[str]) -> Callable[[Client, int], int]:
    """Read like people do: the most popular one twice as often as the second, three times as often as the third."""
    drawn = random.Random(11).choices(paths, [1 / (place + 1) for place in range(len(paths))], k=20_000)

    def send(client: Client, number: int) -> int:
        status, content, _headers = client.send("GET", drawn[number])
        if status != 200:
            raise SystemExit(f"{drawn[number]} answered {status}.")
        return len(content)

    return send


def _comment(client: Client, path: str, token: str, number: int) -> tuple[int, int]:
    """Comment on the contribution at ``path``; the status and the size of the answer."""
    data = {
        "csrfmiddlewaretoken": token,
        "body": f"Dank, dit ga ik proberen ({number}).",
        "client_id": str(uuid.uuid4()),
    }
    status, content, _headers = client.send("POST", f"/d/{path.split('/')[2]}/do/comment/", data)
    return status, len(content)


def _post_comment(paths: list[str], tokens: dict[int, str]) -> Callable[[Client, int], int]:
    """Comment on each of the contributions at ``paths`` in turn."""

    def send(client: Client, number: int) -> int:
        status, size = _comment(client, paths[number % len(paths)], tokens[id(client)], number)
        if status != 302:
            raise RuntimeError(f"Posting answered {status}.")
        return size

    return send


def _wait(port: int, path: str) -> None:
    for _ in range(300):
        try:
            if Client(port).send("GET", path)[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"Nothing answers on port {port}.")


def main() -> None:
    """Start, measure, stop, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--var", type=Path, required=True)
    parser.add_argument("--requests", type=int, default=250)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    environment = {
        **os.environ,
        "GILDE_VAR": str(given.var),
        "GILDE_BIND": f"127.0.0.1:{PORT}",
        "GILDE_URL": f"http://localhost:{PORT}",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    product = subprocess.Popen([ROOT / "gilde", "up"], env=environment, stdout=subprocess.DEVNULL)
    yardstick = start_yardstick(environment)
    try:
        _wait(PORT, "/")
        print_figures(given, product.pid, yardstick.pid)
    finally:
        stop_yardstick(yardstick)
        product.send_signal(signal.SIGTERM)
        product.wait(20)


def start_yardstick(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """The page to compare with, once it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.yardstick", str(YARDSTICK)], env=environment, cwd=ROOT, stderr=subprocess.DEVNULL
    )
    _wait(YARDSTICK, "/")
    return process


def stop_yardstick(process: subprocess.Popen[bytes]) -> None:
    """End it and everything under it."""
    for pid in _tree(process.pid)[::-1]:
        os.kill(pid, signal.SIGTERM)
    process.wait(20)


_HOME = "home, member"
_TWENTY_COMMENTS = "contribution with 20 comments, member"
_VISITOR = "with 20 comments, visitor"
_CACHED = "the same, visitor, from the page cache"
_PROFILE = "profile, member"
_POSTING = "posting a comment"

# The goals, in CPU milliseconds of the machine on which an empty Django page took this long (design, performance.md).
EMPTY_PAGE = 0.31
GOALS = {
    _HOME: 6.5,
    _TWENTY_COMMENTS: 7,
    _VISITOR: 5,
    _CACHED: 0.8,
    _PROFILE: 6,
    _POSTING: 7,
    "search, newest": 10,
    "search, best match": 10,
}


def print_figures(given: argparse.Namespace, product: int, yardstick: int) -> None:
    """All cases as a table."""
    on_postgresql = os.environ.get("DATABASE_URL", "").startswith("postgres")
    _settle(product)
    idle = pss_mb(_tree(product))
    members = [Client(PORT) for _ in range(8)]
    members[0].login()
    for other in members[1:]:
        other.cookies = dict(members[0].cookies)
    visitors = [Client(PORT) for _ in range(8)]

    postmaster = _postgres()[0] if on_postgresql else None

    def processes() -> list[int]:
        return _tree(product) + (_tree(postmaster) if postmaster else [])

    thread = TWENTY + 1  # rows are numbered from one
    _status, _content, headers = members[0].send("GET", f"/d/{thread}/")
    path = headers.get("location", f"/d/{thread}/")
    token = members[0].token(path)
    tokens = {id(client): token for client in members}
    for client in members:
        client.cookies = dict(members[0].cookies)
    popular = _spread(members[0], 200)
    talks = [each for each in popular[:300] if _comment(members[0], each, token, 0)[0] == 302]
    cases = [
        Case(_HOME, _get("/"), members, processes),
        Case(_TWENTY_COMMENTS, _get(path), members, processes),
        Case("400 contributions, as people read", _get_some(popular), members, processes),
        Case(_VISITOR, _get_anew(path), visitors, processes),
        Case(_CACHED, _get(path), visitors, processes),
        Case(_PROFILE, _get("/@p1/"), members, processes),
        # What an act sets off goes on after its answer, and belongs to its price.
        Case(_POSTING, _post_comment(talks, tokens), members, processes, partial(_settle, product)),
    ]
    figures = print_in_rounds(cases, given, yardstick)
    web = [pid for pid in _tree(product) if "web" in _name(pid)]
    loaded, serving = pss_mb(_tree(product)), pss_mb(web)
    print(f"memory (PSS): idle {idle:.0f} MB, after load {loaded:.0f} MB, web workers {serving:.0f} MB")
    if given.json:
        found = {name: [vars(figure) for figure in rounds] for name, rounds in figures.items()}
        given.json.write_text(json.dumps(found, indent=1))


def print_in_rounds(cases: list[Case], given: argparse.Namespace, yardstick: int) -> dict[str, list[Figure]]:
    """Measure all cases in each round, the yardstick just before each, and print the middle of the rounds; of the ratio
    also the least and the most."""
    bare = [Client(YARDSTICK) for _ in range(8)]
    figures: dict[str, list[Figure]] = {case.name: [] for case in cases}
    for _round in range(given.rounds):
        for case in cases:
            # First often enough for every connection: PostgreSQL plans a statement five times before it keeps the plan.
            measure(case.send, case.clients, 160, case.pids, case.settle)
            # The kernel counts CPU in hundredths of a second: what takes a fraction of a millisecond is asked often.
            base = measure(_get("/"), bare, 10 * given.requests, lambda: _tree(yardstick))
            often = 10 if case.name == _CACHED else 1
            figure = measure(case.send, case.clients, often * given.requests, case.pids, case.settle)
            figure.yardstick_ms, figure.ratio = base.cpu_ms, figure.cpu_ms / base.cpu_ms
            figures[case.name].append(figure)
    columns = ("CPU ms", "web", "yard", "ratio", "least", "most", "goal", "p50 ms", "p99/p50", "kB")
    print(f"{'case':<40}" + "".join(f"{column:>8}" for column in columns))
    for name, rounds in figures.items():

        def middle(value: str, rounds: list[Figure] = rounds) -> float:
            return statistics.median(getattr(figure, value) for figure in rounds)

        ratios = [figure.ratio for figure in rounds]
        print(
            f"{name:<40}{middle('cpu_ms'):>8.2f}{middle('pages_ms'):>8.2f}{middle('yardstick_ms'):>8.2f}"
            f"{middle('ratio'):>8.1f}{min(ratios):>8.1f}{max(ratios):>8.1f}{_goal(name):>8}{middle('p50_ms'):>8.1f}"
            f"{middle('late'):>8.1f}{middle('kilobytes'):>8.1f}"
        )
    return figures


def _goal(name: str) -> str:
    return f"{GOALS[name] / EMPTY_PAGE:.1f}" if name in GOALS else ""


def _name(pid: int) -> str:
    try:
        return (
            Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            + Path(f"/proc/{pid}/comm").read_text()
        )
    except OSError:
        return ""


if __name__ == "__main__":
    main()
