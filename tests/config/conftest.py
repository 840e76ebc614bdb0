import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.live import Live, live, migrated

# Moving to PostgreSQL is tested where there is one. Such tests are not skipped in the other run, they do not belong
# to it.
collect_ignore = [] if os.environ.get("DATABASE_URL", "").startswith("postgres") else ["test_move_database.py"]


@pytest.fixture(scope="session")
def _ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(tmp_path_factory.mktemp("ready") / "var", like=migrated()) as opened:
        opened.start()
        opened.stop()
        (opened.folder / "secrets" / "setup").unlink()
        yield opened


@pytest.fixture
def house(tmp_path: Path, _ready: Live) -> Iterator[Live]:
    """An installation of its own that was started once before, and does not run now."""
    with live(tmp_path / "var", like=_ready) as opened:
        yield opened


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[Live]:
    """An installation that was never started: there is no folder yet."""
    with live(tmp_path / "empty") as opened:
        yield opened
