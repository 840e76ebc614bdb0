"""Names beside what people said: a link where the reader can open the page behind it."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories.dialogue import client_of, make_answer, make_comment, make_question, person_of

from gilde.communities.models import Community
from gilde.core.actor import VISITOR, Actor
from gilde.core.audience import Audience
from gilde.dialogue.queries.page import contribution_for, contribution_page
from gilde.dialogue.queries.stream import stream


@pytest.fixture(autouse=True)
def _open(place: Community) -> None:
    place.audience = Audience.PUBLIC
    place.save()


def test_a_visitor_finds_no_link_that_leads_nowhere(place: Community, anna: Actor, bo: Actor) -> None:
    open_to_all = person_of(bo)
    open_to_all.audience = Audience.PUBLIC
    open_to_all.save()
    question = make_question(anna, place)
    answer = make_answer(bo, question)
    make_comment(anna, question)
    make_comment(bo, question, answer=answer)
    question.refresh_from_db()
    for path in (question.get_absolute_url(), f"/c/{place.slug}/", "/"):
        page = Client().get(path).content.decode()
        assert f"/@{anna.handle}/" not in page
        assert anna.name in page
        assert f'href="/@{anna.handle}/"' in client_of(bo).get(path).content.decode()
    assert f'href="/@{bo.handle}/"' in Client().get(question.get_absolute_url()).content.decode()


def test_the_rows_themselves_carry_no_address_that_is_closed(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    make_comment(bo, question)
    [row] = stream(VISITOR, [place.pk]).rows
    found = contribution_for(VISITOR, question.pk)
    assert found is not None
    page = contribution_page(VISITOR, found)
    assert [row.author.url, page.author.url, page.replies.comments[0].author.url] == ["", "", ""]
    assert [row.author.name, page.replies.comments[0].author.name] == [anna.name, bo.name]
    assert stream(bo, [place.pk]).rows[0].author.url == f"/@{anna.handle}/"
