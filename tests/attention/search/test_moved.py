"""After a conversation moved to a closed room nothing of it can be found, at once: the index still lags behind.

Nothing here runs the tasks after the move, so every entry still carries the marks of the old place.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.dialogue import client_of, joined, make_answer, make_comment, make_place, make_question, member
from tests.factories.search import index_everything

from gilde.attention.search.actions.saved import save
from gilde.attention.search.models import SavedSearch
from gilde.attention.search.queries.saved import sections
from gilde.communities.enums import Role
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.dialogue.actions.curation import move
from gilde.dialogue.models import Comment, Contribution

pytestmark = pytest.mark.django_db

WORDS = "kroonluchter"
TITLE = "Wie leent mij een kroonluchter voor zaterdag?"


@pytest.fixture
def moved() -> tuple[list[Client], Actor]:
    """A question with an answer and twenty-five comments, found by all, then moved; who looks, and who may still."""
    open_place = make_place("Open huis", audience=Audience.PUBLIC)
    closed = make_place("Het bestuur", audience=Audience.COMMUNITY, slug="het-bestuur")
    host = joined(member(open_place, "Hedy", role=Role.HOST), closed, role=Role.HOST)
    reader = member(open_place, "Rik")
    save(actor=reader, name="Lampen", typed=WORDS, kind="", client_id="6f1b0a52-3a3c-4d0f-9d0e-0a52b0cf0001")  # type: ignore[arg-type]
    SavedSearch.objects.update(told_until=now() - timedelta(days=1))
    question = make_question(host, open_place, TITLE)
    make_answer(host, question, "Mijn kroonluchter mag mee.")
    for number in range(25):
        make_comment(host, question, f"Een kroonluchter van glas, nummer {number}.")
    earlier = now() - timedelta(minutes=10)
    Contribution.objects.update(created_at=earlier)
    Comment.objects.update(created_at=earlier)
    index_everything()
    readers = [client_of(reader), Client()]
    for client in readers:
        assert "kroonluchter" in client.get(reverse("search:page"), {"q": "glas"}).content.decode()
        assert TITLE in client.get(reverse("search:instant"), {"q": WORDS}).content.decode()
        assert (
            TITLE
            in client.get(reverse("search:similar"), {"title": "Een kroonluchter lenen zaterdag"}).content.decode()
        )
    assert [item.title for section in sections(reader, now(), ()) for item in section.items]
    move(actor=host, contribution=question, to=closed)
    return [*readers, client_of(host)], reader


def _said(client: Client, route: str, **query: str) -> str:
    answer = client.get(reverse(route), query)
    assert answer.status_code == 200
    text = answer.content.decode()
    return text.replace(query.get("q", "-"), "").replace(query.get("title", "-"), "")


def test_nothing_of_it_is_found_by_any_way_in(moved: tuple[list[Client], Actor]) -> None:
    clients, reader = moved
    for client in clients[:2]:
        for typed in (WORDS, '"kroonluchter van glas"', "kroonl", "kroonluchter onzin"):
            for order in ("newest", "best"):
                said = _said(client, "search:page", q=typed, order=order)
                for told in ("nummer", "zaterdag", "bestuur", "after=", "<mark>"):
                    assert told not in said, (typed, order, told)
            instant = _said(client, "search:instant", q=typed)
            assert "zaterdag" not in instant, typed
            assert "bestuur" not in instant, typed
        for kind in ("comment", "answer", "question"):
            assert "zaterdag" not in _said(client, "search:page", q=WORDS, kind=kind)
        assert "zaterdag?" not in _said(client, "search:similar", title="Een kroonluchter lenen zaterdag")
        assert "bestuur" not in _said(client, "search:suggest", q="in:het-b")
    assert [item.title for section in sections(reader, now(), ()) for item in section.items] == []
    assert not any(section.more for section in sections(reader, now(), ()))


def test_whoever_belongs_to_the_closed_room_still_finds_it(moved: tuple[list[Client], Actor]) -> None:
    clients, _reader = moved
    assert TITLE.split()[0] in _said(clients[2], "search:page", q="glas")
    index_everything()
    assert "Het bestuur" in _said(clients[2], "search:page", q="glas")


def test_what_is_not_there_and_what_one_may_not_see_look_the_same(moved: tuple[list[Client], Actor]) -> None:
    clients, _reader = moved
    for client in clients[:2]:
        nothing = client.get(reverse("search:page"), {"q": "kroonboender"}).content.decode()
        hidden = client.get(reverse("search:page"), {"q": "kroonluchter"}).content.decode()
        assert nothing.count("<li") == hidden.count("<li")
        assert len(nothing) == len(hidden)
