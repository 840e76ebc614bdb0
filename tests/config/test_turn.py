"""Pages of one process take turns."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from gilde.config.web.turn import Turns


def wait_until(said: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not said():
        assert time.monotonic() < until
        time.sleep(0.001)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """One that runs in a thread of its own, as in a web process."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


def begin(loop: asyncio.AbstractEventLoop, *, threads: int = 4, patience: float = 60.0) -> Turns[Callable[[], object]]:
    return Turns(lambda call: call(), loop.call_later, threads=threads, patience=patience)  # type: ignore[arg-type,return-value]


def test_one_is_done_before_the_next_begins_in_the_order_in_which_they_came(loop):
    turns = begin(loop)
    inside: list[int] = []
    most: list[int] = []
    order: list[int] = []
    let_go = threading.Event()

    def work(number: int) -> None:
        inside.append(number)
        most.append(len(inside))
        time.sleep(0.002)
        order.append(number)
        inside.remove(number)

    loop.call_soon_threadsafe(turns.put, lambda: let_go.wait(5))
    for number in range(8):
        loop.call_soon_threadsafe(turns.put, lambda number=number: work(number))
    wait_until(lambda: turns.waiting == 8)
    let_go.set()
    wait_until(lambda: len(order) == 8)
    assert order == list(range(8))
    assert set(most) == {1}


def test_one_thread_does_it_all_as_long_as_it_keeps_up(loop):
    turns, names = begin(loop), []
    for number in range(20):
        loop.call_soon_threadsafe(turns.put, lambda: names.append(threading.current_thread().name))
        if number % 5 == 4:  # a pause in between
            wait_until(lambda number=number: len(names) == number + 1)
            time.sleep(0.01)
    wait_until(lambda: len(names) == 20)
    assert len(set(names)) == 1


def test_who_takes_long_loses_the_turn_and_the_others_go_on(loop):
    turns = begin(loop, patience=0.02)
    done: list[int] = []
    let_go = threading.Event()
    loop.call_soon_threadsafe(turns.put, lambda: (let_go.wait(10), done.append(-1)))
    began = time.monotonic()
    for number in range(3):
        loop.call_soon_threadsafe(turns.put, lambda number=number: done.append(number))
    wait_until(lambda: len(done) == 3)
    assert done == [0, 1, 2]
    assert time.monotonic() - began < 2
    let_go.set()
    wait_until(lambda: len(done) == 4)
    loop.call_soon_threadsafe(turns.put, lambda: done.append(3))  # who came late took nobody's turn
    wait_until(lambda: len(done) == 5)
    wait_until(lambda: turns._holder is None and len(turns._resting) == 4)
    assert turns.waiting == 0


def test_when_every_thread_is_slow_what_waits_is_answered_by_the_first_that_is_done(loop):
    turns, done, let_go = begin(loop, threads=2, patience=0.01), [], [threading.Event(), threading.Event()]
    for event in let_go:
        loop.call_soon_threadsafe(turns.put, lambda event=event: event.wait(10))
    loop.call_soon_threadsafe(turns.put, lambda: done.append(1))
    wait_until(lambda: turns.waiting == 1)
    time.sleep(0.1)  # ten times as long as anybody keeps the turn
    assert not done
    let_go[0].set()  # it lost the turn long ago
    wait_until(lambda: done == [1])
    let_go[1].set()
    wait_until(lambda: turns._holder is None and len(turns._resting) == 2)
