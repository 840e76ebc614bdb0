"""Starting, dying and stopping, with the real processes."""

from __future__ import annotations

import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from tests.live import ROOT, Live, live, migrated


def gone(pid: int) -> bool:
    """Whether this process has ended; one that waits to be buried has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def eventually(true: object, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def test_from_nothing_it_starts_serves_pages_and_stops_at_a_word(empty_house: Live) -> None:
    house = empty_house
    house.start()
    assert house.status("/") == 200
    assert any(line.startswith(f"Gilde runs at {house.base}") for line in house.lines)
    children = house.children()
    assert len(children) == 3, "two web processes and a task worker"
    begin = time.monotonic()
    assert house.stop(signal.SIGTERM) == 0
    assert time.monotonic() - begin < 8
    assert all(gone(pid) for pid in children)
    assert eventually(lambda: house.lines[-1] == "Gilde has stopped.", 5), house.lines


@pytest.mark.one_engine
def test_the_first_start_of_a_fresh_copy_speaks_dutch_at_once(tmp_path: Path) -> None:
    copy = tmp_path / "src"
    shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    with live(tmp_path / "house", like=migrated(), PYTHONPATH=str(copy)) as house:
        house.start()
        asked = urllib.request.Request(f"{house.base}/account/login/", headers={"Accept-Language": "nl"})
        with urllib.request.urlopen(asked) as answer:
            assert "<title>Inloggen" in answer.read().decode()


@pytest.mark.one_engine
def test_ctrl_c_ends_it_cleanly_too(house: Live) -> None:
    house.start()
    children = house.children()
    for pid in [*children, house.process.pid]:  # type: ignore[union-attr]
        os.kill(pid, signal.SIGINT)  # a terminal tells the whole group
    assert house.process.wait(10) == 0  # type: ignore[union-attr]
    assert all(gone(pid) for pid in children)


@pytest.mark.one_engine
def test_what_dies_is_started_again_while_pages_go_on(house: Live) -> None:
    house.start()
    before = house.children()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
        assert house.status("/") < 500
    assert eventually(lambda: len(set(house.children()) - set(before)) == 3, 10)
    assert house.status("/") < 500
    assert sum("signal 9" in line for line in house.lines) == 3


def test_a_killed_supervisor_leaves_no_orphans_and_nothing_to_repair(house: Live) -> None:
    house.start()
    children = house.children()
    house.stop(signal.SIGKILL)
    assert eventually(lambda: all(gone(pid) for pid in children), 5)
    assert house.start() < 15
    assert house.stop() == 0


def test_killed_while_it_prepares_it_goes_on_at_the_next_start(empty_house: Live) -> None:
    house = empty_house
    for _ in range(4):
        process = subprocess.Popen(house.command("up"), env=house.environment, stdout=subprocess.DEVNULL)
        time.sleep(random.uniform(0.3, 1.5))
        process.kill()
        process.wait()
    house.start()
    assert house.status("/") == 200
    assert house.to_mend()[0] == []


def test_the_second_start_takes_little_work(house: Live) -> None:
    house.start()
    # Processor time, since the clock on the wall tells more about who else is working. 3 s is the promise on the wall;
    # on two idle cores this is about half of it.
    assert processor_seconds(house) < 3


def processor_seconds(house: Live) -> float:
    """What the supervisor, those it waited for and those that live have used."""
    assert house.process
    ticks = 0
    for pid in (house.process.pid, *house.children()):
        ticks += sum(int(field) for field in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


@pytest.mark.one_engine
def test_one_folder_is_used_by_one_up_at_a_time(house: Live) -> None:
    house.start()
    second = house.gilde("up", "--bind", "127.0.0.1:1999")
    assert second.returncode == 1
    assert "already running" in second.stderr
    assert house.base in second.stderr
    assert house.status("/") < 500


@pytest.mark.one_engine
def test_a_taken_port_is_said_in_one_line(house: Live) -> None:
    with socket.create_server(("127.0.0.1", house.port)):
        done = house.gilde("up")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"Port {house.port} is taken" in done.stderr
    assert "--bind" in done.stderr


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("words", "settings", "said"),
    [
        (("--demo", "--bind", "0.0.0.0:8000"), {}, "loopback"),
        (("--bind", "8000"), {}, "127.0.0.1:8000"),
        (("--url", "gilde.example"), {}, "GILDE_URL"),
        ((), {"GILDE_WEB_THREADS": "many"}, "GILDE_WEB_THREADS"),
        ((), {"EMAIL_URL": "http://mail"}, "EMAIL_URL"),
        ((), {"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        ((), {"DATABASE_URL": "postgresql://gilde@127.0.0.1:1/gilde"}, "Connection refused. Check"),
        (("--bind", "203.0.113.9:8000"), {}, "GILDE_BIND"),
    ],
)
def test_a_wrong_setting_is_said_in_one_line(house: Live, words, settings, said) -> None:
    house.environment.update(settings)
    done = house.gilde("up", *words)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert said in done.stderr


def test_an_unwritable_folder_is_said_in_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    if os.geteuid() == 0:
        folder = Path("/proc")  # where even root makes no folders
    with live(folder / "var") as house:
        done = house.gilde("up")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert f"cannot write in {folder / 'var'}" in done.stderr
    assert "GILDE_VAR" in done.stderr


def test_secrets_and_data_are_for_this_user_only(house: Live) -> None:
    assert house.folder.stat().st_mode & 0o077 == 0
    for path in house.folder.rglob("*"):
        if path.is_file() and "static" not in path.parts:
            assert path.stat().st_mode & 0o077 == 0, path
    assert (house.folder / "secrets" / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.one_engine
def test_the_server_tells_nothing_about_itself(house: Live) -> None:
    import urllib.request

    house.start()
    with urllib.request.urlopen(house.base + "/") as answer:
        assert not answer.headers["server"]


@pytest.mark.one_engine
def test_a_refused_form_leaves_the_connection_to_the_next_request(house: Live) -> None:
    house.start()
    connection = http.client.HTTPConnection(house.base.rpartition("/")[2], timeout=10)
    try:
        connection.putrequest("POST", "/account/login/")
        connection.putheader("Origin", "https://elsewhere.example")  # refused before its body is read
        connection.putheader("Content-Length", "7")
        connection.endheaders()
        time.sleep(0.3)
        connection.send(b"login=x")
        refused = connection.getresponse()
        refused.read()
        assert refused.status == 403
        assert connection.sock is not None
        opened = connection.sock
        connection.request("GET", "/account/login/")
        assert connection.getresponse().status == 200
        assert connection.sock is opened
    finally:
        connection.close()


@pytest.mark.one_engine
def test_the_set_up_link_is_printed_until_there_is_an_operator(house: Live) -> None:
    house.start()
    link = house.wait_for_line(r"(http://\S+/setup/\S+)").group(1)
    assert link.startswith(house.base)
    kept = (house.folder / "secrets" / "setup").read_text()
    assert link.rstrip("/").rpartition("/")[2] not in kept
    house.stop()
    done = house.gilde("createadmin", "--email", "karin@example.org", "--name", "Karin")
    assert done.returncode == 0, done.stderr
    house.start()
    house.stop()
    assert not any("/setup/" in line for line in house.lines)
