"""Ties to organisations, and links."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories.people import affiliate, log_in, make_organisation, make_person

from gilde.core.audience import Audience
from gilde.core.models import QueuedTask
from gilde.people.models import Affiliation, Link, Organisation


@pytest.fixture
def anna():
    return make_person("Anna", handle="anna")


@pytest.fixture
def mine(anna):
    return log_in(anna)


HERE = "/me/profile/affiliations/"


def test_a_year_is_enough_and_an_end_means_the_end_of_it(mine, anna):
    mine.post(HERE, {"organisation": "Acme", "title": "Nurse", "started_on": "2019", "ended_on": "3-2021"})
    row = Affiliation.objects.get()
    assert (row.started_on, row.ended_on) == (date(2019, 1, 1), date(2021, 3, 31))
    page = mine.get(f"{HERE}{row.pk}/").content.decode()
    assert 'value="2019"' in page
    assert 'value="2021-03"' in page


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        ("2021", "2019", "is before the beginning"),
        ("yesterday", "", "Write a year"),
        ("2019-13", "", "does not exist"),
        ("2019-02-30", "", "does not exist"),
        ("0001", "", "between 1900 and 2100"),
        ("9999", "", "between 1900 and 2100"),
        ("２０１９", "", "Write a year"),
        ("2019-" + "1" * 50, "", "at most 20"),
        ("20\x0019", "", "cannot save"),
    ],
)
def test_a_wrong_date_is_a_sentence_and_the_rest_stays(mine, start, end, sentence):
    response = mine.post(HERE, {"organisation": "Acme Care", "title": "Nurse", "started_on": start, "ended_on": end})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'value="Acme Care"' in page
    assert not Affiliation.objects.exists()
    assert not Organisation.objects.exists()


def test_sending_twice_makes_one_and_the_key_survives_a_mistake(mine):
    key = "0b2f6d3e-6a39-4f6c-9a2b-1f8f5f1a0002"
    page = mine.post(HERE, {"organisation": "", "client_id": key}).content.decode()
    assert f'value="{key}"' in page
    for _ in range(2):
        mine.post(HERE, {"organisation": "Acme", "client_id": key})
    assert Affiliation.objects.count() == 1


def test_who_sees_it_is_saved_apart(mine, anna):
    mine.post(HERE, {"audience": "40"})
    anna.refresh_from_db()
    assert anna.audience_affiliations == Audience.ME
    assert mine.post(HERE, {"audience": "7"}).status_code == 422


def test_ending_and_removing(mine, anna):
    row = affiliate(anna, make_organisation("Acme"))
    mine.post(f"{HERE}{row.pk}/", {"title": "Boss", "started_on": "", "ended_on": "2020"})
    row.refresh_from_db()
    assert (row.title, row.ended_on) == ("Boss", date(2020, 12, 31))
    for _ in range(2):
        assert mine.post(f"{HERE}{row.pk}/remove/").status_code == 302
    assert not Affiliation.objects.exists()


def test_the_tie_of_another_is_404(mine):
    row = affiliate(make_person(), make_organisation())
    assert mine.get(f"{HERE}{row.pk}/").status_code == 404
    assert mine.post(f"{HERE}{row.pk}/", {"title": "x"}).status_code == 404
    mine.post(f"{HERE}{row.pk}/remove/")
    assert Affiliation.objects.filter(pk=row.pk).exists()
    assert mine.get(f"{HERE}{10**30}/").status_code == 404


LINKS = "/me/profile/links/"


def test_an_address_without_https_gets_it(mine):
    mine.post(LINKS, {"url": "example.org/me", "label": "Me"})
    assert Link.objects.get().url == "https://example.org/me"
    assert "does not link back" not in mine.get(LINKS).content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "https://",
        "https://user:password@example.org/",
        "http://[",
        "not an address",
        "https://example.org/" + "x" * 400,
        "https://example.org/\x00",
    ],
)
def test_what_is_no_web_address_is_refused_at_the_field(mine, bad):
    response = mine.post(LINKS, {"url": bad, "label": "Mine"})
    assert response.status_code == 422
    assert "field-error" in response.content.decode()
    assert not Link.objects.exists()


def test_looking_again_is_one_task_however_often_one_asks(mine, anna):
    row = Link.objects.create(person=anna, url="https://x.example/")
    for _ in range(3):
        mine.post(f"{LINKS}{row.pk}/check/")
    assert QueuedTask.objects.filter(function="gilde.people.tasks.prove_link").count() == 1


def test_the_link_of_another_is_not_touched(mine):
    row = Link.objects.create(person=make_person(), url="https://x.example/")
    mine.post(f"{LINKS}{row.pk}/check/")
    mine.post(f"{LINKS}{row.pk}/remove/")
    assert Link.objects.filter(pk=row.pk).exists()
    assert not QueuedTask.objects.exists()


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [("proven", "links back to you"), ("no_link", "does not link back"), ("unreachable", "not read")],
)
def test_what_was_found_is_said_in_words(mine, anna, finding, sentence):
    Link.objects.create(person=anna, url="https://x.example/", finding=finding)
    assert sentence in mine.get(LINKS).content.decode()
