"""A migration is applied and written down in one transaction, also when the process is killed at the worst moment."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from tests.live import Live

# The moment that is hard to hit: every table stands, and nobody has written down yet that it does.
KILL = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "gilde.config.settings"
import django
django.setup()
from django.db.migrations.executor import MigrationExecutor
from gilde.config import migration
def die(self, migration):
    if migration.app_label == "{app}":
        os.kill(os.getpid(), 9)
    return kept(self, migration)
kept = MigrationExecutor.record_migration
MigrationExecutor.record_migration = die
migration.migrate()
"""


def test_killed_before_a_migration_is_written_down_the_next_start_goes_on(empty_house: Live) -> None:
    house = empty_house
    (house.folder / "run").mkdir(mode=0o700, parents=True)
    # Each goes on where the one before was killed: in the first of all, one with many tables, one of a library that
    # changes a table, and one with code of its own.
    for app in ("core", "people", "account", "search"):
        killed = subprocess.run([sys.executable, "-c", KILL.format(app=app)], env=house.environment, check=False)
        assert killed.returncode == -signal.SIGKILL
    done = house.gilde("migrate")
    assert done.returncode == 0, done.stderr
    assert not (house.folder / "run" / "migrating").exists()
    assert "is already up to date" in house.gilde("migrate").stdout


def test_what_comes_after_the_last_migration_is_made_up_for(house: Live) -> None:
    (house.folder / "run" / "migrating").touch()
    known = "from django.contrib.auth.models import Permission as P; "
    assert house.inside(known + "P.objects.all().delete(); print(P.objects.count())").split()[-1] == "0"
    assert house.quickly("migrate").returncode == 0
    assert int(house.inside(known + "print(P.objects.count())").split()[-1]) > 100


# What an installation of before the migrations were put together (decision 21) has written down.
OF_BEFORE = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("DELETE FROM django_migrations WHERE name LIKE '0001_squashed_%%' OR name = %s", ["{without}"])
    print(cursor.rowcount)
"""


def test_a_database_of_before_the_migrations_were_put_together_goes_on_as_it_is(house: Live) -> None:
    assert int(house.inside(OF_BEFORE.format(without=""))) == 9
    said = house.quickly("doctor").stdout
    assert "9 migrations to go" in said
    assert "A newer version" not in said
    done = house.quickly("migrate")
    assert done.returncode == 0, done.stderr
    assert "No migrations to apply" in done.stdout  # none was run, nine were written down
    assert "is already up to date" in house.quickly("migrate").stdout
    said = house.quickly("doctor").stdout
    assert "The database is up to date" in said
    assert "A newer version" not in said


@pytest.mark.parametrize("command", ["migrate", "up"])
def test_a_database_of_halfway_is_refused_with_the_way_to_go_and_not_touched(house: Live, command: str) -> None:
    assert int(house.inside(OF_BEFORE.format(without="0007_undecided_there"))) == 10
    done = house.quickly(command)
    assert done.returncode == 1
    assert "git checkout 614b0c0 && ./gilde migrate" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not (house.folder / "run" / "migrating").exists()
