"""Hand-written statements go the short way to the database, and do there what Django's own would do."""

import datetime
import threading
import uuid

import pytest
from django.db import DataError, IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from gilde.core.db.rows import carry_out, carry_out_all, fetch
from gilde.core.db.writing import execute_soon
from gilde.core.models import Limit

ADD = "INSERT INTO core_limit (key, window_start, count, expires_at) VALUES (%s, %s, 1, 1)"
MORE = "UPDATE core_limit SET count = count + %s WHERE key = %s"
OFTEN = range(4)  # until the statement is ready on the server

VALUES = """
    SELECT TIMESTAMPTZ '2026-03-29 02:30:00.123456+02', DATE '2026-02-28', '{"a": [1, "é"]}'::jsonb,
      '"only text"'::jsonb, ARRAY['k_x', 'f_1'],
      '[[1, "x"]]'::json, 7::smallint, 2147483648::bigint, 1.50::numeric, TRUE, 'naïef', NULL,
      'f47ac10b-58cc-4372-a567-0e02b2c3d479'::uuid, INTERVAL '1 day 2 hours'
"""


@pytest.mark.django_db
def test_every_kind_of_value_is_the_same_in_both_forms():
    if connection.vendor != "postgresql":  # SQLite has one form only
        assert fetch("SELECT 1, 'x', NULL") == [(1, "x", None)]
        return
    with connection.cursor() as cursor:
        cursor.execute(VALUES)
        as_text = cursor.fetchone()
    for _ in OFTEN:
        [quick] = fetch(VALUES)
    assert quick == as_text
    assert [type(value) for value in quick] == [type(value) for value in as_text]
    assert quick[0] == datetime.datetime(2026, 3, 29, 0, 30, 0, 123456, tzinfo=datetime.UTC)
    assert quick[0].tzinfo is datetime.UTC
    assert quick[2:4] == ('{"a": [1, "é"]}', '"only text"')  # the fields read it, as they do Django's
    assert quick[-2] == uuid.UUID("f47ac10b-58cc-4372-a567-0e02b2c3d479")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["naïef %", "'; --", "a" * 64, ""])
def test_words_and_numbers_arrive_as_they_were_given(key):
    for number in OFTEN:
        with transaction.atomic():
            assert carry_out(ADD, [key, number]) == ([], 1)
    for number in (1, 40_000, 3_000_000_000, -1):  # the sizes that PostgreSQL tells apart
        for _ in OFTEN:
            assert fetch(
                "SELECT %s + window_start, key, '100 %%' FROM core_limit WHERE window_start = 1", [number]
            ) == [(number + 1, key, "100 %")]
    with transaction.atomic():
        assert carry_out(MORE, [2, key]) == ([], 4)
    with transaction.atomic():
        assert carry_out(MORE, [2, "nobody"]) == ([], 0)
    assert set(Limit.objects.values_list("count", flat=True)) == {3}


@pytest.mark.django_db(transaction=True)
def test_the_first_statement_of_a_transaction_belongs_to_it():
    for number in OFTEN:  # the last times it is ready, and nothing else has begun the transaction
        with transaction.atomic():
            carry_out(ADD, ["gone", number])
            transaction.set_rollback(True)
    assert not Limit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_is_refused_in_django_s_words_and_what_follows_too():
    for number in OFTEN:
        with transaction.atomic():
            carry_out(ADD, ["once", number])
    with pytest.raises(IntegrityError), transaction.atomic():
        carry_out(ADD, ["once", 0])
    with transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic():
            carry_out(ADD, ["once", 0])
        carry_out(ADD, ["once", 99])  # as far as the savepoint, all is well
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            carry_out(ADD, ["once", 100])
    with pytest.raises((ProgrammingError, OperationalError)):
        fetch("SELECT nothing FROM core_limit")
    assert sorted(Limit.objects.values_list("window_start", flat=True)) == [*OFTEN, 99]


@pytest.mark.django_db(transaction=True)
def test_a_value_that_cannot_be_sent_is_refused_in_django_s_words_and_nothing_that_waits_is_lost():
    if connection.vendor != "postgresql":  # SQLite keeps any text
        return
    asked = "SELECT count(*) FROM core_limit WHERE key = %s"
    for number in OFTEN:
        fetch(asked, ["a"])
        with transaction.atomic():
            execute_soon(ADD, ["waits", number])
            with pytest.raises(DataError, match="NUL"):
                fetch(asked, ["a\0b"])
        with pytest.raises(DataError, match="NUL"):
            carry_out_all([(asked, ["a"]), (asked, ["a\0b"])])
        with pytest.raises(DataError, match="NUL"), transaction.atomic():
            execute_soon(ADD, ["a\0b", number])
    assert Limit.objects.filter(key="waits").count() == Limit.objects.count() == len(OFTEN)


@pytest.mark.django_db(transaction=True)
def test_a_write_alone_is_written_at_once():
    for number in OFTEN:
        carry_out(ADD, ["alone", number])
        seen: list[int] = []
        thread = threading.Thread(target=_count, args=[seen])
        thread.start()
        thread.join()
        assert seen == [number + 1]


def _count(seen: list[int]) -> None:
    seen.append(Limit.objects.count())
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_who_counts_statements_counts_these_too():
    for _ in OFTEN:
        fetch("SELECT count(*) FROM core_limit")
    with CaptureQueriesContext(connection) as queries:
        fetch("SELECT count(*) FROM core_limit")
    assert [query["sql"] for query in queries] == ["SELECT count(*) FROM core_limit"]
    asked = []
    with connection.execute_wrapper(lambda execute, *given: asked.append(given[0]) or execute(*given)):
        fetch("SELECT count(*) FROM core_limit")
    assert asked == ["SELECT count(*) FROM core_limit"]


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_is_ready_goes_past_the_cursor(monkeypatch):
    for _ in OFTEN:
        fetch("SELECT count(*) FROM core_limit")
    monkeypatch.setattr(connection, "create_cursor", lambda name=None: pytest.fail("a cursor was made"))
    assert fetch("SELECT count(*) FROM core_limit") == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_a_migration_made_stale_is_made_again():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE stale (a integer)")
    try:
        for _ in OFTEN:
            fetch("SELECT * FROM stale WHERE a = %s", [1])

        def migrate() -> None:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE stale ADD COLUMN b integer")
                cursor.execute("INSERT INTO stale VALUES (1, 2)")
            connection.close()

        thread = threading.Thread(target=migrate)
        thread.start()
        thread.join()
        assert fetch("SELECT * FROM stale WHERE a = %s", [1]) == [(1, 2)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE stale")


@pytest.mark.django_db(transaction=True)
def test_a_reading_statement_on_a_cut_connection_is_asked_again_and_a_writing_one_is_not():
    if connection.vendor != "postgresql":  # nothing can cut a connection to a file
        return
    for number in OFTEN:
        assert fetch("SELECT 1 + %s", [1]) == [(2,)]
        carry_out(ADD, ["cut", number])
    _cut()
    assert fetch("SELECT 1 + %s", [1]) == [(2,)]
    for number in OFTEN:
        carry_out(ADD, ["again", number])
    _cut()
    with pytest.raises(OperationalError):
        carry_out(ADD, ["again", 99])
    connection.close()
    assert Limit.objects.count() == 8


def _cut() -> None:
    [[number]] = fetch("SELECT pg_backend_pid()")

    def kill() -> None:
        fetch("SELECT pg_terminate_backend(%s, 5000)", [number])
        connection.close()

    thread = threading.Thread(target=kill)
    thread.start()
    thread.join()
