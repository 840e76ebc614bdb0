"""A community that something moves into."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.communities import PUBLIC, make_community
from tests.factories.portability import Source

from gilde.communities.models import Community


@pytest.fixture
def place(db: None) -> Community:
    return make_community("De moestuin", slug="moestuin", audience=PUBLIC, language="nl")


@pytest.fixture
def source(place: Community, tmp_path: Path) -> Source:
    folder = tmp_path / "export"
    folder.mkdir()
    return Source(folder, place)
