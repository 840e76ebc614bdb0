"""The directory and the pages of organisations."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client
from tests.factories.people import (
    actor_of,
    affiliate,
    label,
    log_in,
    make_organisation,
    make_person,
    make_placeholder,
)
from tests.people.pictures import picture

from gilde.core.audience import Audience
from gilde.people.actions.organisation import change
from gilde.people.enums import LabelKind
from gilde.people.models import Organisation
from gilde.people.queries import directory


@pytest.fixture
def member():
    return log_in(make_person("Zora"))


def listed(page) -> list[str]:
    return re.findall(r'class="person-name" href="[^"]*">([^<]+)<', page.content.decode())


def test_people_are_listed_with_what_they_show(member):
    anna = make_person("Anna", headline="Nurse")
    label(anna, "wound care")
    make_placeholder("Bob")
    page = member.get("/people/")
    assert listed(page) == ["Anna", "Bob", "Zora"]
    text = page.content.decode()
    for words in ("Nurse", "wound care", "Not here yet", "3 people"):
        assert words in text


def test_every_filter_has_an_address_and_can_be_taken_away(member):
    anna = make_person("Anna", region="Utrecht", work_situation="both")
    label(anna, "Wound care")
    label(anna, "fy", kind=LabelKind.LANGUAGE)
    affiliate(anna, make_organisation("Acme"))
    query = "?q=an&specialism=wound-care&language=fy&region=Utrecht&work=both&organisation=acme"
    page = member.get(f"/people/{query}")
    assert listed(page) == ["Anna"]
    text = page.content.decode()
    for words in ("Wound care", "Frisian", "Utrecht", "Employee and freelance", "Acme"):
        assert words in text
    assert 'href="/people/?q=an&amp;specialism=wound-care&amp;language=fy&amp;work=both&amp;organisation=acme"' in text
    assert '<meta name="robots" content="noindex">' in text


@pytest.mark.parametrize(
    "query",
    [
        "language=xx",
        "work=pirate",
        "specialism=%3Cscript%3E",
        f"q={'x' * 5000}",
        "region=%F0%9F%90%99",
        "q=%25",
        "nonsense=1",
    ],
)
def test_whatever_stands_in_the_address_gives_a_page(member, query):
    page = member.get(f"/people/?{query}")
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().split("<body")[1]


def test_a_page_key_nobody_gave_is_404(member):
    assert member.get("/people/?after=zzz").status_code == 404


def test_more_leads_to_the_rest_and_keeps_the_filters(member, monkeypatch):
    monkeypatch.setattr(directory, "PAGE", 2)
    for name in ("Ann", "Anna", "Annabel"):
        make_person(name)
    first = member.get("/people/?q=ann")
    more = re.search(r'rel="next"|href="([^"]+)" rel="next"', first.content.decode())
    href = re.search(r'href="([^"]+)" rel="next"', first.content.decode()).group(1).replace("&amp;", "&")
    assert more
    assert listed(first) + listed(member.get(href)) == ["Ann", "Anna", "Annabel"]


def test_a_visitor_sees_public_people_and_is_told_how_to_see_more(client):
    assert "Log in to see the people here" in client.get("/people/").content.decode()
    make_person("Anna", audience=Audience.PUBLIC)
    make_person("Bob")
    assert listed(client.get("/people/")) == ["Anna"]


@pytest.mark.parametrize("query", ["", "?specialism=secret", "?region=Secret&work=retired", "?q=secret"])
def test_the_page_is_the_same_to_the_letter_with_and_without_hidden_data(member, client, query):
    anna = make_person("Anna")

    def pages():
        caches["pages"].clear()  # suggestions are kept for a minute
        return [
            re.sub(
                r'(csrfmiddlewaretoken" value=|client_id" value=|id=)"[^"]*"',
                "",
                who.get(f"/people/{query}").content.decode(),
            )
            for who in (client, member)
        ]

    before = pages()
    hidden = make_person("Secret", audience=Audience.ME, region="Secret", work_situation="retired")
    label(hidden, "Secret")
    anna.audience_specialisms = Audience.COMMUNITY
    anna.save()
    label(anna, "Secret")
    assert pages() == before


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_does_not_grow(member, count, django_assert_max_num_queries):
    for _ in range(count):
        label(make_person(), "care")
    member.get("/people/")
    with django_assert_max_num_queries(14):
        assert member.get("/people/").status_code == 200


# ── organisations ────────────────────────────────────────────────────────────
def test_an_organisation_has_an_open_page_with_who_shows_it(client, member):
    acme = make_organisation("Acme", about_html="<p>We care</p>", website="https://acme.example/", place="Utrecht")
    affiliate(make_person("Anna", audience=Audience.PUBLIC, audience_affiliations=Audience.PUBLIC), acme, title="Nurse")
    affiliate(make_person("Bob"), acme, ended_on=date(2020, 1, 1))
    affiliate(make_person("Shy", audience_affiliations=Audience.ME), acme)
    open_page, inside = client.get("/organisations/acme/"), member.get("/organisations/acme/")
    assert listed(open_page) == ["Anna"]
    assert listed(inside) == ["Anna", "Bob"]
    assert "Previously" in inside.content.decode()
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", open_page.content.decode()).group(1))
    assert (data["@type"], data["name"], data["url"]) == ("Organization", "Acme", "https://acme.example/")


def test_an_old_address_redirects(client):
    anna, acme = make_person(), make_organisation("Acme")
    affiliate(anna, acme)
    change(actor=actor_of(anna), organisation=acme, name="Other", about="", website="", place="Utrecht")
    assert client.get("/organisations/acme/")["Location"] == "/organisations/other/"
    assert client.get("/organisations/nothing/").status_code == 404


def test_people_who_belong_to_it_change_the_page(client):
    anna, acme = make_person(), make_organisation("Acme")
    affiliate(anna, acme)
    log_in(anna, client)
    data = {"name": "Acme Care", "about": "We **care**", "website": "acme.example", "place": "Zwolle"}
    assert client.post("/organisations/acme/edit/", data)["Location"] == "/organisations/acme-care/"
    acme.refresh_from_db()
    assert (acme.website, acme.place) == ("https://acme.example", "Zwolle")
    assert "<strong>care</strong>" in client.get("/organisations/acme-care/").content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"name": "", "about": "kept text"},
        {"name": "x" * 121, "about": "kept text"},
        {"name": "A", "about": "kept text", "website": "javascript:alert(1)"},
        {"name": "A\x00", "about": "kept text"},
    ],
)
def test_a_mistake_keeps_what_was_typed(client, data):
    anna, acme = make_person(), make_organisation("Acme")
    affiliate(anna, acme)
    response = log_in(anna, client).post("/organisations/acme/edit/", data)
    assert response.status_code == 422
    assert "kept text" in response.content.decode()
    assert Organisation.objects.get().name == "Acme"


def test_others_see_why_they_cannot_and_cannot(member):
    make_organisation("Acme", place="Utrecht")
    assert "Add it to your profile first" in member.get("/organisations/acme/").content.decode()
    assert member.get("/organisations/acme/edit/").status_code == 403
    assert member.post("/organisations/acme/edit/", {"name": "Mine"}).status_code == 403
    assert member.post("/organisations/acme/logo/", {"remove": "1"}).status_code == 403


def test_a_logo_can_be_set_and_removed(client):
    anna, acme = make_person(), make_organisation("Acme")
    affiliate(anna, acme)
    log_in(anna, client)
    client.post("/organisations/acme/logo/", {"logo": picture()})
    acme.refresh_from_db()
    assert acme.logo_key in Client().get("/organisations/acme/").content.decode()
    client.post("/organisations/acme/logo/", {"remove": "1"})
    acme.refresh_from_db()
    assert (acme.logo_id, acme.logo_key) == (None, "")
    assert client.post("/organisations/acme/logo/", {}).status_code == 422


@pytest.mark.parametrize("count", [1, 30])
def test_an_organisation_costs_the_same_with_many_people(member, count, django_assert_max_num_queries):
    acme = make_organisation("Acme")
    for _ in range(count):
        affiliate(make_person(), acme)
    member.get("/organisations/acme/")
    with django_assert_max_num_queries(11):
        assert len(listed(member.get("/organisations/acme/"))) == count


def test_with_very_many_people_the_directory_has_the_rest(member, monkeypatch):
    from gilde.people.queries import organisation

    monkeypatch.setattr(organisation, "PAGE", 2)
    acme = make_organisation("Acme")
    for _ in range(3):
        affiliate(make_person(), acme)
    assert "/people/?organisation=acme" in member.get("/organisations/acme/").content.decode()
