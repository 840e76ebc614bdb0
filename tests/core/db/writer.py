"""A process of writers for the gate tests: python writer.py DATABASE THREADS TIMES."""

import sys
import threading

from django.conf import settings

if __name__ == "__main__":
    import gilde  # noqa: F401 - puts the bundled SQLite in place

    database, threads, times = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "gilde.core.db.sqlite",
                "NAME": database,
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
                },
            }
        }
    )
    import django

    django.setup()
    from django.db import connection, transaction

    errors: list[str] = []

    def write() -> None:
        try:
            for turn in range(times):
                with transaction.atomic(), connection.cursor() as cursor:
                    value = cursor.execute("SELECT value FROM counter").fetchone()[0]
                    cursor.execute("INSERT INTO line (text) VALUES (%s)", ["x" * 400])
                    cursor.execute("UPDATE counter SET value = %s", [value + 1])
                if turn % 5 == 0:
                    with connection.cursor() as cursor:
                        cursor.execute("INSERT INTO line (text) VALUES (%s) RETURNING id", ["alone"])
                        assert cursor.fetchone()[0] > 0
        except Exception as error:
            errors.append(repr(error))
        finally:
            connection.close()

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS counter (value integer)")
        cursor.execute("CREATE TABLE IF NOT EXISTS line (id integer primary key, text text)")
    with transaction.atomic(), connection.cursor() as cursor:
        if cursor.execute("SELECT count(*) FROM counter").fetchone()[0] == 0:
            cursor.execute("INSERT INTO counter VALUES (0)")
    group = [threading.Thread(target=write) for _ in range(threads)]
    for thread in group:
        thread.start()
    for thread in group:
        thread.join()
    if errors:
        sys.exit("\n".join(errors))
