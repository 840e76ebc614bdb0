"""Pages of one process take turns."""

import threading
import time

from gilde.config.web.turn import Turn


def begin(turn, work, done):
    def go():
        with turn.taken():
            work()
        done.append(threading.current_thread().name)

    return threading.Thread(target=go)


def wait_until(said):
    until = time.monotonic() + 5
    while not said():
        assert time.monotonic() < until
        time.sleep(0.001)


def test_one_is_done_before_the_next_begins_in_the_order_in_which_they_came():
    turn, inside, most, order = Turn(patience=60), [], [], []

    def work(number):
        inside.append(number)
        most.append(len(inside))
        time.sleep(0.002)
        order.append(number)
        inside.remove(number)

    with turn.taken():
        threads = []
        for number in range(8):
            threads.append(begin(turn, lambda number=number: work(number), []))
            threads[-1].start()
            wait_until(lambda number=number: len(turn._waiting) == number + 1)
        assert not inside
    for thread in threads:
        thread.join(5)
    assert order == list(range(8))
    assert set(most) == {1}


def test_who_takes_long_loses_the_turn_and_the_others_go_on():
    turn, done, let_go = Turn(patience=0.02), [], threading.Event()
    slow = begin(turn, lambda: let_go.wait(10), done)
    slow.start()
    wait_until(lambda: turn._holder is not None)
    quick = [begin(turn, lambda: None, done) for _ in range(3)]
    began = time.monotonic()
    for thread in quick:
        thread.start()
    for thread in quick:
        thread.join(5)
    assert len(done) == 3
    assert time.monotonic() - began < 2
    assert slow.is_alive()
    let_go.set()
    slow.join(5)
    with turn.taken():  # what came late gave nobody a turn twice
        pass
    assert turn._holder is None
    assert not turn._waiting


def test_a_page_that_fails_gives_its_turn_on():
    turn = Turn(patience=60)
    for _ in range(2):
        try:
            with turn.taken():
                raise ValueError
        except ValueError:
            pass
    assert turn._holder is None
