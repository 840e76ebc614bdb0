import pytest


@pytest.fixture(autouse=True)
def _database(db):
    """Every test of this room reads and writes rows."""
