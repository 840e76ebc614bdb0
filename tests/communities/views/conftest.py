import pytest
from tests.factories.communities import browser, make_community
from tests.factories.people import make_person


@pytest.fixture
def settings_of():
    """A community with its host's browser and the address of its settings."""
    host = make_person()
    community = make_community("Care", host=host, slug="care")
    return community, browser(host), "/c/care/settings/"
