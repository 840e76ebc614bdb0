import os
import select
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError, close_old_connections, connection, transaction
from django.db.utils import ConnectionHandler

from gilde.core.db.gate import GateTimeout, gate_for

ROOT = Path(__file__).parents[3]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}


@pytest.fixture
def database(tmp_path, django_db_blocker):
    """A connection to an SQLite file, whatever engine the other tests run on."""
    path = tmp_path / "x.sqlite3"
    handler = ConnectionHandler(
        {
            "default": {
                "ENGINE": "gilde.core.db.sqlite",
                "NAME": str(path),
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 0.3,
                    "init_command": "PRAGMA journal_mode=WAL",
                },
            }
        }
    )
    made = handler["default"]
    with django_db_blocker.unblock():
        with made.cursor() as cursor:
            cursor.execute("CREATE TABLE line (id integer primary key, text text unique)")
        yield made
        made.close()


def is_free(database) -> bool:
    gate = gate_for(database.settings_dict["NAME"])
    try:
        gate.acquire(0.01)
    except GateTimeout:
        return False
    gate.release()
    return True


def begin(database) -> None:
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def test_the_gate_is_held_from_begin_to_commit(database):
    begin(database)
    assert not is_free(database)
    database.cursor().execute("INSERT INTO line (text) VALUES ('a')")
    assert not is_free(database)
    database.commit()
    assert is_free(database)


@pytest.mark.parametrize("end", ["rollback", "close"])
def test_the_gate_opens_however_the_transaction_ends(database, end):
    begin(database)
    getattr(database, end)()
    assert is_free(database)


def test_a_transaction_that_cannot_begin_leaves_the_gate_open(database):
    gate = gate_for(database.settings_dict["NAME"])
    gate.acquire(1)
    with pytest.raises(OperationalError, match="locked"):
        begin(database)
    gate.release()
    database.autocommit = True
    begin(database)
    with pytest.raises(OperationalError):
        database._start_transaction_under_autocommit()  # there is one already
    assert is_free(database)
    database.close()


def test_reading_never_waits_for_the_gate(database):
    gate = gate_for(database.settings_dict["NAME"])
    gate.acquire(1)
    try:
        with database.cursor() as cursor:
            assert cursor.execute("SELECT count(*) FROM line").fetchone() == (0,)
            assert cursor.execute("WITH x(n) AS (SELECT 1) SELECT n FROM x").fetchone() == (1,)
            with pytest.raises(OperationalError):
                cursor.execute("INSERT INTO line (text) VALUES ('a')")
            with pytest.raises(OperationalError):
                cursor.execute("WITH x(n) AS (SELECT 'b') INSERT INTO line (text) SELECT n FROM x")
    finally:
        gate.release()


def test_a_lone_write_gives_its_rows_and_leaves_no_lock_behind(database):
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO line (text) VALUES ('a'), ('b'), ('c') RETURNING id")
        assert is_free(database)
        assert not database.connection.in_transaction
        assert cursor.fetchone() == (1,)
        assert cursor.fetchmany(1) == [(2,)]
        assert cursor.fetchall() == [(3,)]
        assert cursor.fetchone() is None
        cursor.execute("SELECT count(*) FROM line")
        assert cursor.fetchone() == (3,)
        cursor.executemany("INSERT INTO line (text) VALUES (%s)", [("d",), ("e",)])
        assert [row[0] for row in cursor.execute("SELECT text FROM line WHERE id > 3 ORDER BY id")] == ["d", "e"]


def test_a_failing_lone_write_opens_the_gate(database):
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO line (text) VALUES ('a')")
        with pytest.raises(IntegrityError):
            cursor.execute("INSERT INTO line (text) VALUES ('a') RETURNING id")
    assert is_free(database)


@pytest.mark.django_db
def test_a_page_that_reads_opens_no_transaction(django_assert_num_queries):
    from gilde.core.models import Activity

    with django_assert_num_queries(1) as queries:
        list(Activity.objects.all())
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]


@pytest.mark.django_db(transaction=True)
def test_nested_blocks_and_errors_inside_leave_a_usable_connection():
    from gilde.core.models import Limit

    with transaction.atomic():
        Limit.objects.create(key="a", window_start=1, count=1, expires_at=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            Limit.objects.create(key="a", window_start=1, count=1, expires_at=1)
        Limit.objects.create(key="b", window_start=1, count=1, expires_at=1)
    assert Limit.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_a_migration_made_stale_is_made_again():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE stale (a integer)")
    try:
        for _ in range(4):  # until the plan is prepared
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM stale WHERE a = %s", [1])

        def migrate() -> None:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE stale ADD COLUMN b integer")
            connection.close()

        thread = threading.Thread(target=migrate)
        thread.start()
        thread.join()
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM stale WHERE a = %s", [1])
            assert len(cursor.description) == 2
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE stale")


if "postgresql" in settings.DATABASES["default"]["ENGINE"]:  # nothing can cut a connection to a file

    def cut() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            number = cursor.fetchone()[0]

        def kill() -> None:
            with connection.cursor() as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
            connection.close()

        thread = threading.Thread(target=kill)
        thread.start()
        thread.join()

    @pytest.mark.django_db(transaction=True)
    def test_a_reading_query_on_a_cut_connection_is_asked_again_and_a_writing_one_is_not():
        cut()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 + %s", [1])
            assert cursor.fetchone() == (2,)
        cut()
        with pytest.raises(OperationalError), connection.cursor() as cursor:
            cursor.execute("DELETE FROM core_limit")
        connection.close()

    @pytest.mark.django_db(transaction=True)
    def test_a_request_that_begins_with_a_write_has_a_new_connection_when_its_own_was_cut(monkeypatch):
        monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE gone (a integer)")
        cut()
        close_old_connections()  # what Django does as a request begins
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE gone (a integer)")
            cursor.execute("INSERT INTO gone VALUES (1)")
            assert cursor.rowcount == 1

    @pytest.mark.django_db(transaction=True)
    def test_a_connection_on_which_nothing_came_in_is_not_asked_whether_it_lives(monkeypatch):
        monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
        connection.ensure_connection()
        asked = []
        monkeypatch.setattr(connection, "is_usable", lambda: asked.append(1) or True)
        close_old_connections()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert asked == []
        with connection.cursor() as cursor:
            cursor.execute("LISTEN told")
            cursor.execute("SELECT pg_backend_pid()")
        thread = threading.Thread(target=_tell)
        thread.start()
        thread.join()
        assert select.select([connection.connection.fileno()], [], [], 10)[0]  # the word has come
        close_old_connections()
        with connection.cursor() as cursor:
            cursor.execute("UNLISTEN told")
        assert asked == [1]

    def _tell() -> None:
        with connection.cursor() as cursor:
            cursor.execute("NOTIFY told")
        connection.close()

    def test_a_long_statement_is_read_for_its_marks_once():
        from psycopg import _queries
        from psycopg.adapt import Transformer

        statement = b"SELECT %s" + b" -- as long as the statement of a page" * 200
        assert len(statement) > 7000
        reader = _queries.PostgresQuery(Transformer())
        before = _queries._query2pg.cache_info().hits
        for number in range(3):
            reader.convert(statement, [number])
        assert _queries._query2pg.cache_info().hits == before + 2


# With Python's own SQLite: that of the wheel leaves the log where it is.
_VISITOR = """
import sqlite3
import sys
connection = sqlite3.connect(sys.argv[1])
print(connection.execute("SELECT count(*) FROM line").fetchall()[0][0])
connection.close()
"""


def test_another_process_that_goes_does_not_take_itself_for_the_last(database, tmp_path):
    """Whoever closes the last connection throws the log (WAL) away; beneath others it would take their writes along.

    SQLite knows by its lock on the file who is there, and that lock is gone for the whole process once the process
    closes any descriptor of the file, also one that only looked (https://sqlite.org/howtocorrupt.html, 2.2).
    """
    path = database.settings_dict["NAME"]
    log = Path(f"{path}-wal")
    database.cursor().execute("INSERT INTO line (text) VALUES ('before')")
    for _thread in range(3):  # every thread connects for itself
        thread = threading.Thread(target=lambda: database.copy().ensure_connection())
        thread.start()
        thread.join()
    second = database.copy()
    second.ensure_connection()
    assert visit(path) == 1
    assert log.exists()
    database.cursor().execute("INSERT INTO line (text) VALUES ('after')")
    assert visit(path) == 2
    second.close()


def visit(path: str) -> int:
    """How many lines another process finds, which then goes."""
    words = [sys.executable, "-c", _VISITOR, path]
    return int(subprocess.run(words, check=True, env=ENVIRONMENT, timeout=60, capture_output=True, text=True).stdout)
