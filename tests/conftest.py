"""What all tests share: the engine in the report's first lines, and an honest count at the end.

In CI (``CI=true``) nothing may be skipped: a machine that cannot run a test has not tested it.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from tests.live import copy_database, migrated

_REAL_FOLDERS = "test_samples_"  # test files over GILDE_SAMPLES begin like this
# Fixtures that open the database, or an installation with one.
_DATABASE = {"db", "transactional_db", "house", "empty_house", "full", "backup", "source", "target", "browser"}


def pytest_report_header() -> str:
    from django.conf import settings

    database = settings.DATABASES["default"]
    return f"database: {database['ENGINE'].rpartition('.')[2]}"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Tests over real folders exist only where those folders are."""
    if collection_path.name.startswith(_REAL_FOLDERS) and not os.environ.get("GILDE_SAMPLES"):
        return True
    return None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """What is read here stays to the end: looking for what goes meanwhile costs each process a second."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The run on PostgreSQL takes the tests in which the engine has a part; the others have run on SQLite already.

    That is every test that may use the database (pytest-django stops all others from touching it) and every test with
    an installation of its own, unless it is marked ``one_engine``.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        return
    there = [item for item in items if _engine_has_part(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(there)])
    items[:] = there


def _engine_has_part(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_engine"):
        return False
    return bool(item.get_closest_marker("django_db") or _DATABASE & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder with real data that ``GILDE_SAMPLES`` names."""
    return Path(os.environ["GILDE_SAMPLES"])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool, django_db_modify_db_settings: None) -> bool:
    """The test database is a copy of the one that the runner migrated, if it did; then it is kept, not made."""
    from django.db import connection

    template = migrated()
    if template is None:
        return django_db_keepdb
    name = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        shutil.copyfile(template.folder / "gilde.sqlite3", name)
    else:
        copy_database(template.environment["DATABASE_URL"], name)
    return True


@pytest.fixture(autouse=True)
def _clean_slate() -> Generator[None]:
    """Language, cache and mailbox as at the start, so that the order of tests means nothing."""
    from django.core import mail
    from django.core.cache import caches
    from django.core.cache.backends.locmem import LocMemCache
    from django.utils import translation

    for cache in caches.all():
        if isinstance(cache, LocMemCache):  # one in the database is rolled back with it
            cache.clear()
    mail.outbox = []
    with translation.override("en"):
        yield


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Leave the count and the reasons for whoever adds up several runs (``./gilde test``)."""
    target = os.environ.get("GILDE_TEST_COUNT")
    if not target:
        return
    stats = terminalreporter.stats
    reasons: dict[str, int] = {}
    for report in stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = reason.removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    count = {
        "passed": len(stats.get("passed", [])),
        "failed": len(stats.get("failed", [])) + len(stats.get("error", [])),
        "skipped": reasons,
    }
    Path(target).write_text(json.dumps(count))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A skipped test fails the run in CI."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
