"""The bus that wakes live pages over Redis: a stand-in on the loopback that speaks its protocol, and none at all."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from fakeredis import TcpFakeServer

from gilde.core.live import bus, tell
from gilde.core.live.bus import DataVersion, OverRedis, make_bus, ring
from gilde.core.models.signal import Signal


class Redis:
    """A Redis that can go away and come back at the same port."""

    def __init__(self) -> None:
        self.port = 0
        self._server: TcpFakeServer | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def open(self) -> None:
        if self._server is not None:
            return
        self._server = TcpFakeServer(("127.0.0.1", self.port))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class Waiter(threading.Thread):
    """Somebody who waits, as the ear does, and notes when they are woken."""

    def __init__(self, waits: bus.Bus) -> None:
        super().__init__(daemon=True)
        self.bus, self.stopped, self.woken = waits, threading.Event(), []
        self.start()

    def run(self) -> None:
        while not self.stopped.is_set():
            if self.bus.wait(30.0, self.stopped):
                self.woken.append(time.monotonic())

    def stop(self) -> None:
        self.stopped.set()
        self.join(5)


class Quiet(DataVersion):
    """A database that says nothing by itself, so that what is heard came by Redis."""

    def __init__(self) -> None:
        self.rung = 0

    def ring(self) -> None:
        self.rung += 1

    def wait(self, seconds: float, stopped: threading.Event) -> bool:
        stopped.wait(min(seconds, 0.05))
        return False


@pytest.fixture
def redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    monkeypatch.setattr(bus, "PATIENCE", 20.0)
    monkeypatch.setattr(bus, "_AGAIN", 0.5)
    server = Redis()
    server.open()
    yield server
    server.close()


def eventually(true, seconds: float = 5.0) -> bool:
    ends = time.monotonic() + seconds
    while not true() and time.monotonic() < ends:
        time.sleep(0.01)
    return bool(true())


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_engine
def test_what_is_told_is_heard_elsewhere_when_it_was_committed_and_not_before(redis: Redis, settings) -> None:
    settings.REDIS_URL = redis.url
    elsewhere = Waiter(OverRedis(redis.url, Quiet()))
    assert eventually(lambda: elsewhere.woken)  # it subscribed, and looks once for what came before
    with transaction.atomic():
        tell("bell", ["person:1"])
        time.sleep(0.3)
        assert len(elsewhere.woken) == 1
    committed = time.monotonic()
    assert eventually(lambda: len(elsewhere.woken) == 2)
    assert elsewhere.woken[1] - committed < 2.0
    with transaction.atomic():
        tell("bell", ["person:2"])
        transaction.set_rollback(True)
    time.sleep(0.3)
    assert len(elsewhere.woken) == 2
    elsewhere.stop()
    assert list(Signal.objects.values_list("topics", flat=True)) == [["person:1"]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_engine
def test_while_redis_is_away_acts_go_on_the_database_wakes_and_it_is_found_again(redis: Redis) -> None:
    own = Quiet()
    here, elsewhere = OverRedis(redis.url, own), Waiter(OverRedis(redis.url, Quiet()))
    assert eventually(lambda: elsewhere.woken)
    redis.close()
    began = time.monotonic()
    for _act in range(5):
        with transaction.atomic():
            here.ring()
    assert time.monotonic() - began < 2.0
    assert own.rung >= 3  # once it was known to be away, the database's own way took over
    redis.open()
    before = len(elsewhere.woken)

    def rung_and_heard() -> bool:
        with transaction.atomic():
            here.ring()
        time.sleep(0.1)
        return len(elsewhere.woken) > before + 2

    assert eventually(rung_and_heard, 10)
    elsewhere.stop()


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_engine
def test_a_redis_that_takes_connections_and_says_nothing_holds_a_page_up_for_half_a_second_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        here = OverRedis(f"redis://127.0.0.1:{silent.getsockname()[1]}/0", Quiet())
        began = time.monotonic()
        for _act in range(10):
            with transaction.atomic():
                here.ring()
        assert time.monotonic() - began < 2.5


class Flood:
    """A subscription on which somebody never stops publishing."""

    def __init__(self) -> None:
        self.asked = 0

    def get_message(self, timeout: float) -> dict[str, str]:
        self.asked += 1
        assert self.asked < 100_000, "it listens for ever"
        return {"type": "message"}


def test_whoever_publishes_without_end_keeps_nobody_from_looking_nor_busy_without_a_pause() -> None:
    here, flood = OverRedis("redis://127.0.0.1:1/0", Quiet()), Flood()
    here._heard = flood
    began = time.monotonic()
    assert here.wait(30.0, threading.Event())
    assert 0.015 < time.monotonic() - began < 2.0
    assert flood.asked < 5_000


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_engine
def test_two_installations_at_one_redis_do_not_wake_each_other(redis: Redis, settings) -> None:
    elsewhere = Waiter(OverRedis(redis.url, Quiet()))
    assert eventually(lambda: elsewhere.woken)
    settings.SITE_URL = "https://another.example"
    with transaction.atomic():
        OverRedis(redis.url, Quiet()).ring()
    time.sleep(0.3)
    assert len(elsewhere.woken) == 1
    elsewhere.stop()


@pytest.mark.django_db
def test_without_redis_the_database_wakes(settings) -> None:
    settings.REDIS_URL = ""
    assert type(make_bus()).__name__ == ("Notify" if connection.vendor == "postgresql" else "DataVersion")
    ring()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert isinstance(make_bus(), OverRedis)
