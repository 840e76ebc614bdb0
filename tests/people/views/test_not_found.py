"""The page for an address that leads nowhere."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories.people import log_in, make_person

pytestmark = pytest.mark.django_db


def test_only_a_visitor_is_told_to_log_in_where_nothing_is(client: Client) -> None:
    visited = client.get("/nothing-here/", headers={"accept-language": "en"})
    answer = log_in(make_person("Ada")).get("/nothing-here/")
    assert visited.status_code == answer.status_code == 404
    assert "or log in." in visited.content.decode()
    assert "log in" not in answer.content.decode().lower()
