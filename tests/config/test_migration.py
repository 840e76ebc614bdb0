"""A migration is applied and written down in one transaction, also when the process is killed at the worst moment."""

from __future__ import annotations

import signal
import subprocess
import sys

from django.apps import apps
from django.db.migrations.state import ProjectState
from django.db.models import CheckConstraint, Index, Q
from tests.live import Live

from gilde.config import migration

# The moment that is hard to hit: every table stands, and nobody has written down yet that it does.
KILL = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "gilde.config.settings"
import django
django.setup()
from django.db.migrations.executor import MigrationExecutor
from gilde.config import migration
seen = []
def die(self, migration):
    seen.append(migration.name)
    if len(seen) == {after}:
        os.kill(os.getpid(), 9)
    return kept(self, migration)
kept = MigrationExecutor.record_migration
MigrationExecutor.record_migration = die
migration.migrate()
"""


def test_killed_before_a_migration_is_written_down_the_next_start_goes_on(empty_house: Live) -> None:
    house = empty_house
    (house.folder / "run").mkdir(mode=0o700, parents=True)
    # Each goes on where the one before was killed: before the 1st, 2nd, 7th and 20th of all were written down.
    for after in (1, 2, 6, 14):
        killed = subprocess.run([sys.executable, "-c", KILL.format(after=after)], env=house.environment, check=False)
        assert killed.returncode == -signal.SIGKILL
    done = house.gilde("migrate")
    assert done.returncode == 0, done.stderr
    assert not (house.folder / "run" / "migrating").exists()
    assert "is already up to date" in house.gilde("migrate").stdout


def test_what_comes_after_the_last_migration_is_made_up_for(house: Live) -> None:
    (house.folder / "run" / "migrating").touch()
    known = "from django.contrib.auth.models import Permission as P; "
    assert house.inside(known + "P.objects.all().delete(); print(P.objects.count())").split()[-1] == "0"
    assert house.gilde("migrate").returncode == 0
    assert int(house.inside(known + "print(P.objects.count())").split()[-1]) > 100


def test_an_index_and_a_constraint_come_to_a_model_as_it_stands_and_are_the_same_as_on_one_made_anew() -> None:
    assert migration.migrate  # what it changes in Django was imported
    state = ProjectState.from_apps(apps)
    before = state.apps.get_model("people", "person")
    state.add_index("people", "person", Index(fields=["name"], name="by_name"))
    state.add_constraint("people", "person", CheckConstraint(condition=~Q(name="nobody"), name="somebody"))
    now = state.apps.get_model("people", "person")
    assert now is before
    state.clear_delayed_apps_cache()  # as a migration with code of its own does
    anew = state.apps.get_model("people", "person")
    assert anew is not before
    assert "by_name" in {index.name for index in now._meta.indexes}
    assert [index.deconstruct() for index in now._meta.indexes] == [index.deconstruct() for index in anew._meta.indexes]
    assert "somebody" in {constraint.name for constraint in now._meta.constraints}
    assert [one.deconstruct() for one in now._meta.constraints] == [one.deconstruct() for one in anew._meta.constraints]
