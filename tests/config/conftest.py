from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.live import Live, live


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Live]:
    """An installation of its own, not started yet."""
    with live(tmp_path / "var") as opened:
        yield opened
