"""Whatever is typed ends in a result or a sentence, and says nothing of what the reader may not know."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.communities import make_member
from tests.factories.dialogue import client_of, make_comment, make_contribution, make_place, make_question, member
from tests.factories.people import make_person
from tests.factories.search import index_everything

from gilde.attention.search.models import SearchEntry
from gilde.communities.models import Community
from gilde.core.audience import Audience

pytestmark = pytest.mark.django_db

HOSTILE = [
    "x" * 10_000,
    "woord " * 2_000,
    "a\0b\0",
    '"',
    '"""""" " "',
    "'\"`´“”",
    "“onaf",
    "from: in: kind: has: is: lang: before: after:",
    "from:a " * 2_000,
    "-" * 300,
    '- -- -x -"y -from:z',
    "a:b:c:d:::",
    "NEAR(a b, 3) AND OR NOT *",
    "{a b}: c ^d *",
    "tekst* AND bag:x",
    "a) OR (b",
    "a & b | !c <-> d:*",
    "\\\\ \\' \\",
    "('); DROP TABLE search_index; --",
    "%%% %s %(a)s {0} {{x}}",
    "(((((((((a+)+)+)+)+)+)+)+)+$" * 10,
    "a" * 299 + '"',
    "\u202e\u2066\ufeff\ud7ff",
    "ß" * 300,
    "é̀́̂" * 60,
    "😀🏽‍🏫 ￿",
    "before:99999-99-99 after:0000-00-00 before:2026-13",
    "kind:" + "x" * 280,
    "in:" + "é" * 200,
    "from:%00",
    "<script>alert(1)</script>",
    "_ __ e_ e_x a_public c_1 p_1",
]


@pytest.fixture
def reader() -> Client:
    anna = member(make_place())
    make_contribution(anna, Community.objects.get(), "Een tekst", body="x y z woord")
    index_everything()
    return client_of(anna)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_any_question_ends_well(reader: Client, number: int) -> None:
    typed = HOSTILE[number]
    for client in (reader, Client()):
        for order in ("newest", "best"):
            assert client.get(reverse("search:page"), {"q": typed, "order": order}).status_code in {200, 400}
        for route in ("search:instant", "search:suggest"):
            assert client.get(reverse(route), {"q": typed}).status_code in {200, 400}
        assert client.get(reverse("search:similar"), {"title": typed}).status_code in {200, 400}


@pytest.mark.parametrize(
    "after", ["-1", "9" * 40, "some-", "start-", "some-x", "start-9999999999999999999999", "é", "1e9"]
)
def test_any_next_page_ends_well(reader: Client, after: str) -> None:
    for order in ("newest", "best"):
        query = {"q": "tekst", "after": after, "order": order, "kind": "no such"}
        assert reader.get(reverse("search:page"), query).status_code == 200


def test_marks_cannot_be_asked_for_as_words(reader: Client) -> None:
    entry = SearchEntry.objects.filter(kind="dialogue.contribution").get()
    marks = [token for token in entry.bag.split() if re.match(r"[a-z]+_", token) and not token.startswith("e_")]
    assert marks
    stranger = Client()
    for mark in marks:
        assert "Een tekst" not in stranger.get(reverse("search:page"), {"q": mark}).content.decode()


def _answers(client: Client) -> list[str]:
    questions = (
        "geheimschrift",
        "geheim",
        "in:het-geheim",
        "in:nergens",
        "from:spion",
        "Spion",
        "kind:question geheim",
        "zzz",
    )
    found = []
    for typed in questions:
        for route in ("search:page", "search:instant", "search:suggest"):
            found.append(client.get(reverse(route), {"q": typed}).content.decode())
        found.append(client.get(reverse("search:page"), {"q": typed, "order": "best"}).content.decode())
    found += [client.get(reverse("search:similar"), {"title": "Een geheimschrift leren"}).content.decode()]
    return [re.sub(r'(nonce|csrfmiddlewaretoken|client_id|hx-headers|value)="[^"]*"', "", text) for text in found]


def test_a_hidden_community_changes_nothing_for_others() -> None:
    place = make_place("Open huis", audience=Audience.PUBLIC)
    anna = member(place, "Anna")
    make_contribution(anna, place, "Iets anders")
    outsider = client_of(anna)
    index_everything()
    before = [_answers(client) for client in (outsider, Client())]
    hidden = make_place("Het geheim", audience=Audience.COMMUNITY, slug="het-geheim")
    spy = make_member(hidden, person=make_person("Spion", handle="spion", audience=Audience.COMMUNITY))
    from tests.factories.people import actor_of

    inside = actor_of(spy)
    question = make_question(inside, hidden, "Wie kent het geheimschrift?")
    make_comment(inside, question, "geheimschrift zzz")
    index_everything()
    assert "geheimschrift" in client_of(inside).get(reverse("search:page"), {"q": "geheimschrift"}).content.decode()
    after = [_answers(client) for client in (outsider, Client())]
    assert after == before
