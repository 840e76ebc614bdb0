from datetime import datetime, timedelta

import pytest

from gilde.core.clock import now

ADDRESS = "/.well-known/security.txt"


@pytest.fixture
def lines(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in answer.content.decode().splitlines() if line)


def test_the_file_names_the_contact_and_its_own_address(lines, settings):
    assert lines["Contact"] == "mailto:security@example.org"
    assert lines["Canonical"] == settings.SITE_URL + ADDRESS
    assert lines["Preferred-Languages"] == "nl, en"


def test_it_expires_within_a_year_and_not_soon(lines):
    until = datetime.fromisoformat(lines["Expires"])
    assert timedelta(days=150) < until - now() < timedelta(days=365)


def test_without_a_contact_there_is_no_file(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get(ADDRESS).status_code == 404
