from collections.abc import Iterator

import pytest
from tests.core.house import House, open_house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house on disk with a database of its own."""
    with open_house(tmp_path_factory.mktemp("house")) as opened:
        yield opened
