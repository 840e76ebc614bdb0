import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def _database(db):
    """Every test of this room reads and writes rows."""


@pytest.fixture
def client():
    """A visitor who reads English."""
    return Client(headers={"accept-language": "en"})
