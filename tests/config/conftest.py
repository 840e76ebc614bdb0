import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.live import Live, live

# Moving to PostgreSQL is tested where there is one: in the run on PostgreSQL. It is not skipped in the other run, it
# does not belong to it.
collect_ignore = [] if os.environ.get("DATABASE_URL", "").startswith("postgres") else ["test_move_database.py"]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Live]:
    """An installation of its own, not started yet."""
    with live(tmp_path / "var") as opened:
        yield opened
