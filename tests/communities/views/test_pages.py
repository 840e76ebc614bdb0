"""Every page answers, for everybody who may open it, with constant numbers of queries."""

import pytest
from django.urls import reverse
from tests.factories.communities import make_charter, make_community
from tests.factories.people import log_in, make_person

from gilde.communities.enums import Joining

PAGES = ["about", "members", "requests", "invite", "charter", "ambitions", "settings", "place", "archive", "leave"]


@pytest.mark.parametrize("page", PAGES)
def test_a_host_opens_every_page(page):
    host = make_person("Hanna Host")
    community = make_community("Care nearby", host=host, joining=Joining.REQUEST)
    make_charter(community)
    answer = log_in(host).get(reverse(f"communities:{page}", args=[community.slug]))
    assert answer.status_code == 200
    assert "Care nearby" in answer.content.decode()
