"""From SQLite to PostgreSQL with difference 0, or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.live import Live, fresh_database

FILL = """
from datetime import datetime, UTC
from django.contrib.contenttypes.models import ContentType
from gilde.core.models import Activity
from gilde.core.models.task import QueuedTask
from gilde.people.actions.person import join
from gilde.people.models import Account
for i in range(30):
    account = Account.objects.create_user(f"person{i}@example.org", "a long password")
    join(account=account, name=f"Zoë de Vries-Šimić {i} 🌱")
moment = datetime(2026, 3, 29, 1, 59, 59, 123456, tzinfo=UTC)
for i in range(2500):
    QueuedTask.objects.create(function="x.y", kwargs={"b": [1, 2.5, None, True, "é"], "a": {"z": 1, "y": 1e3}},
        args=["'; DROP TABLE x; --", i], enqueued_at=moment, run_at=moment, max_attempts=3, backoff=0.1 + i,
        state="done", result=None)
QueuedTask.objects.filter(pk__lte=100).delete()
print(Account.objects.count(), QueuedTask.objects.filter(function="x.y").count())
"""


def on_sqlite(folder: Path) -> Live:
    """An installation on SQLite with nothing in it."""
    if template := os.environ.get("GILDE_TEST_TEMPLATE_SQLITE"):
        shutil.copytree(template, folder)
    house = Live(folder, "")
    assert house.gilde("migrate").returncode == 0
    return house


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """An installation on SQLite with something in it; moving from it leaves it as it is."""
    house = on_sqlite(tmp_path_factory.mktemp("house") / "var")
    assert house.inside(FILL).split() == ["30", "2430"]
    return house


@pytest.fixture
def target() -> Iterator[str]:
    with fresh_database() as url:
        yield url


def tables(url: str) -> int:
    with psycopg.connect(url) as server:
        row = server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert row
    return int(row[0])


def test_a_killed_move_leaves_an_empty_target_and_done_again_brings_every_row_as_it_was(
    source: Live, target: str, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    for compared in (0, 20):  # it makes the tables; all is copied, and it compares them one by one
        said.write_text("")
        process = source.begin("move-database", target, said=said)
        time.sleep(0.7)
        while process.poll() is None and said.read_text().count("equal") < compared:
            time.sleep(0.005)
        process.kill()
        assert process.wait() == -signal.SIGKILL, said.read_text()
        assert tables(target) == 0
    done = source.gilde("move-database", target)
    assert done.returncode == 0, done.stderr
    assert "difference 0" in done.stdout
    assert "DIFFERENT" not in done.stdout
    moved = Live(source.folder, target)
    assert moved.inside(FILL.replace("range(30)", "range(30, 60)")).split() == ["60", "4930"], "sequences are ahead"
    look = (
        "from gilde.core.models.task import QueuedTask\nfrom gilde.people.models import Account, Person\n"
        "import json\nt = QueuedTask.objects.get(pk=101)\n"
        "print(t.run_at.isoformat(), json.dumps(t.kwargs, sort_keys=True), t.result, t.backoff)\n"
        "p = Person.objects.get(account__email='person7@example.org')\n"
        "print(p.name, p.created_at.isoformat(), p.account.check_password('a long password'))"
    )
    assert moved.inside(look) == source.inside(look)
    assert "123456" in moved.inside(look)


def test_a_target_with_anything_in_it_is_refused(source: Live, target: str) -> None:
    with psycopg.connect(target, autocommit=True) as server:
        server.execute("CREATE TABLE precious (id int)")
    done = source.gilde("move-database", target)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "not empty" in done.stderr
    assert tables(target) == 1


def test_a_row_that_postgresql_does_not_take_changes_nothing(tmp_path: Path, target: str) -> None:
    house = on_sqlite(tmp_path / "var")
    house.inside(
        "from gilde.people.models import Account\n"
        "Account.objects.create_user('x' * 300 + '@example.org')"  # SQLite does not look at lengths
    )
    done = house.gilde("move-database", target)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Nothing was changed" in done.stderr
    assert tables(target) == 0


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///tmp/x", "postgresql://"),
        ("postgresql://gilde@127.0.0.1:1/gilde", "PostgreSQL says"),
        ("postgresql://gilde@127.0.0.1/", "postgresql://user:password@host:port/name"),
    ],
)
def test_a_wrong_target_is_said_in_one_line(source: Live, url: str, said: str) -> None:
    done = source.gilde("move-database", url)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert said in done.stderr


def test_it_is_refused_while_it_runs(source: Live, target: str) -> None:
    source.start()
    done = source.gilde("move-database", target)
    source.stop()
    assert done.returncode == 1
    assert "running" in done.stderr
    assert tables(target) == 0
