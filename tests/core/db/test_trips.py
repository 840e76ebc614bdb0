"""Readings that share a trip to the database find what each finds alone."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import DataError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gilde.core.db.postgresql import straight
from gilde.core.db.rows import carry_out_all, fetch
from gilde.core.db.trips import Reading, read, rows_of, shared, together
from gilde.core.models import Limit

OFTEN = range(4)  # until a statement is ready on the server


@shared
def doubled(number: int) -> Reading[int]:
    """Twice a number."""
    [[found]] = yield from rows_of("SELECT 2 * %s", [number])
    return found


@shared
def counted_down(number: int) -> Reading[list[int]]:
    """From a number to nothing, each from the one before."""
    seen = []
    while number:
        [[number]] = yield from rows_of("SELECT %s - 1", [number])
        seen.append(number)
    return seen


@shared
def nothing() -> Reading[str]:
    """What needs no statement."""
    yield from ()
    return "nothing"


@shared
def both(number: int) -> Reading[tuple[int, list[int]]]:
    """Two readings as one."""
    return (yield from together(doubled.reading(number), counted_down.reading(number)))


class Trips:
    """How often the database was asked, and how much each time."""

    def __init__(self, monkeypatch: Any) -> None:
        self.sizes: list[int] = []
        usual = connection.carry_out_all

        def counted(statements: Any) -> Any:
            self.sizes.append(len(statements))
            return usual(statements)

        monkeypatch.setattr(connection, "carry_out_all", counted)


@pytest.mark.django_db(transaction=True)
def test_alone_it_is_a_function():
    assert doubled(21) == 42
    assert nothing() == "nothing"
    assert doubled.__name__ == "doubled"
    assert doubled.__doc__ == "Twice a number."


@pytest.mark.django_db(transaction=True)
def test_together_each_finds_what_it_finds_alone_in_as_many_trips_as_the_longest_takes(monkeypatch):
    for _ in OFTEN:
        trips = Trips(monkeypatch)
        assert read(together(doubled.reading(4), counted_down.reading(3), nothing.reading())) == (
            8,
            [2, 1, 0],
            "nothing",
        )
        assert trips.sizes == [2, 1, 1]
        monkeypatch.undo()


@pytest.mark.django_db(transaction=True)
def test_a_reading_made_of_readings_shares_its_trips_with_others(monkeypatch):
    trips = Trips(monkeypatch)
    assert read(together(both.reading(1), both.reading(2))) == ((2, [0]), (4, [1, 0]))
    assert trips.sizes == [4, 1]
    assert read(together()) == ()


@pytest.mark.django_db(transaction=True)
def test_who_counts_statements_counts_each():
    with CaptureQueriesContext(connection) as queries:
        assert read(both.reading(1)) == (2, [0])
    assert len(queries) == 2


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_it_sees_what_was_written():
    for number in OFTEN:
        with transaction.atomic():
            Limit.objects.create(key="a", window_start=number, count=1, expires_at=1)
            found = carry_out_all([("SELECT count(*) FROM core_limit", ()), ("SELECT 1 + %s", [number])])
            assert found == [[(1,)], [(number + 1,)]]
            transaction.set_rollback(True)


if "postgresql" in settings.DATABASES["default"]["ENGINE"]:

    def _once(monkeypatch: Any) -> list[int]:
        """How many statements each trip carried."""
        trips: list[int] = []
        usual = straight.several

        def counted(line: Any, values: Any, statements: Any) -> Any:
            trips.append(len(statements))
            return usual(line, values, statements)

        monkeypatch.setattr(straight, "several", counted)
        return trips

    @pytest.mark.django_db(transaction=True)
    def test_statements_that_are_ready_travel_in_one_message(monkeypatch):
        trips = _once(monkeypatch)
        for number in OFTEN:
            assert read(both.reading(1)) == (2, [0])
            assert fetch("SELECT %s || 'x'", [str(number)]) == [(f"{number}x",)]  # the line is free again
        assert trips == [2, 2]  # the first two times they are not ready

    @pytest.mark.django_db(transaction=True)
    def test_those_that_are_ready_go_straight_beside_one_that_is_not(monkeypatch):
        ready = ("SELECT 41 + %s", [1])
        for _ in OFTEN:
            fetch(*ready)
        made = []
        usual = connection.create_cursor
        monkeypatch.setattr(connection, "create_cursor", lambda name=None: made.append(1) or usual(name))
        assert carry_out_all([ready, ("SELECT 'new'", ()), ready]) == [[(42,)], [("new",)], [(42,)]]
        assert len(made) == 1

    @pytest.mark.django_db(transaction=True)
    def test_an_error_in_the_middle_is_told_and_the_line_goes_on(monkeypatch):
        wanted = [("SELECT 1 + %s", [1]), ("SELECT 6 / %s", [3]), ("SELECT 2 + %s", [1])]
        for _ in OFTEN:
            assert carry_out_all(wanted) == [[(2,)], [(2,)], [(3,)]]
        trips = _once(monkeypatch)
        wrong = [wanted[0], ("SELECT 6 / %s", [0]), wanted[2]]
        with pytest.raises(DataError, match="division by zero"):
            carry_out_all(wrong)
        with pytest.raises(DataError, match="division by zero"):
            _write_and(lambda: carry_out_all(wrong))
        for _ in OFTEN:  # with a rollback psycopg forgets which are ready
            assert carry_out_all(wanted) == [[(2,)], [(2,)], [(3,)]]
        assert trips == [3, 3, 3, 3]
        assert not Limit.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_on_a_cut_line_all_are_asked_again_but_not_inside_a_transaction():
        wanted = [("SELECT 1 + %s", [1]), ("SELECT 6 / %s", [3])]
        for _ in OFTEN:
            assert carry_out_all(wanted) == [[(2,)], [(2,)]]
        _cut()
        assert carry_out_all(wanted) == [[(2,)], [(2,)]]
        for _ in OFTEN:
            carry_out_all(wanted)
        with pytest.raises(OperationalError):
            _write_and(lambda: _cut() or carry_out_all(wanted))
        connection.close()
        assert not Limit.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_many_long_answers_and_values_pass_each_other():
        wanted = [("SELECT repeat(%s, 20000), length(%s)", ["x" * 50, "y" * 300_000])] * 20
        for _ in OFTEN:
            found = carry_out_all(wanted)
        assert found == [[("x" * 1_000_000, 300_000)]] * 20

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("several", [1, 2])
    def test_others_of_the_process_go_on_while_one_waits_for_an_answer(several):
        wanted = [("SELECT pg_sleep(%s)", [0.2])] * several
        for _ in OFTEN:
            fetch("SELECT pg_sleep(%s)", [0.0001])
        turns = 0
        done = threading.Event()

        def others() -> None:
            nonlocal turns
            while not done.is_set():
                turns += 1
                time.sleep(0.001)

        thread = threading.Thread(target=others)
        thread.start()
        carry_out_all(wanted)
        done.set()
        thread.join()
        assert turns > 50

    @transaction.atomic
    def _write_and(go_on: Callable[[], object]) -> None:
        Limit.objects.create(key="a", window_start=1, count=1, expires_at=1)
        go_on()

    def _cut() -> None:
        [[number]] = fetch("SELECT pg_backend_pid()")

        def kill() -> None:
            fetch("SELECT pg_terminate_backend(%s, 5000)", [number])
            connection.close()

        thread = threading.Thread(target=kill)
        thread.start()
        thread.join()
