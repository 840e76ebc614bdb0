"""Replies that come while somebody has a conversation open."""

from __future__ import annotations

import json
import re
from datetime import datetime
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.dialogue import (
    client_of,
    joined,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
)

from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.models import Signal
from gilde.dialogue.actions.comment import delete_comment
from gilde.dialogue.actions.curation import move
from gilde.dialogue.models import Contribution


def address(row: Contribution, since: datetime, *more: str, show: bool = False) -> str:
    query = urlencode([("since", since.isoformat()), *(("more", name) for name in more), *([("show", "")] * show)])
    return f"/d/{row.pk}/do/fresh/?{query}"


def words(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


HTMX = {"hx-request": "true"}


def test_an_open_page_listens_and_asks_from_the_last_reply_it_shows(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place)
    page = client_of(anna).get(row.get_absolute_url()).content.decode()
    assert f'data-topic="contribution:{row.pk}"' in page
    row.refresh_from_db()
    assert re.search(r'data-since="20[^"]+[+]00:00"', page)
    found = re.search(r'data-hx-get="([^"]*/do/fresh/[^"]*)" data-hx-trigger="live:talk from:body"', page)
    assert found is not None
    assert found[1] == f"/d/{row.pk}/do/fresh/?{urlencode({'since': row.last_activity_at.isoformat()})}"


def test_a_reply_tells_whoever_has_the_conversation_or_home_open(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    Signal.objects.all().delete()
    answer = make_answer(bo, question)
    make_comment(anna, question, answer=answer)
    assert [(row.kind, row.topics) for row in Signal.objects.order_by("pk")] == [
        ("talk", [f"community:{place.pk}", f"contribution:{question.pk}"])
    ] * 2


def test_it_counts_what_others_replied_and_leads_to_the_first(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    since = row.last_activity_at
    client = client_of(anna)
    make_comment(anna, row)
    assert words(client.get(address(row, since)).content) == ""  # one's own reply is no news
    first = make_comment(bo, row)
    assert words(client.get(address(row, since)).content) == "1 new reply"
    make_comment(bo, row)
    answer = client.get(address(row, since))
    assert words(answer.content) == "2 new replies"
    assert f'href="{first.get_absolute_url()}"' in answer.content.decode()
    assert "show" in answer.content.decode()


def test_shown_replies_are_put_at_the_end_of_their_list(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    make_comment(bo, row, "Long before.")
    row.refresh_from_db()
    since = row.last_activity_at
    first = make_comment(bo, row, "Look at the trolley.")
    last = make_comment(anna, row, "I did.")
    answer = client_of(anna).get(address(row, since, show=True), headers=HTMX)
    page = answer.content.decode()
    assert "Long before." not in page
    assert page.index("beforeend:#comment-pages") < page.index("Look at the trolley.") < page.index("I did.")
    assert 'id="comments-heading" data-hx-swap-oob="true"' in page
    assert json.loads(answer["HX-Trigger-After-Settle"]) == {"shown": f"c{first.pk}"}
    assert urlencode({"since": last.created_at.isoformat()}) in page  # and it goes on from there
    assert f'data-read-at="{last.created_at.isoformat()}"' in page
    assert words(client_of(anna).get(address(row, last.created_at)).content) == ""


def test_answers_and_what_hangs_on_them_each_find_their_place(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    old = make_answer(bo, question, "Sing.")
    question.refresh_from_db()
    since = question.last_activity_at
    under = make_comment(bo, question, "In two voices.", answer=old)
    new = make_answer(bo, question, "Walk.")
    make_comment(bo, question, "Slowly.", answer=new)
    make_comment(bo, question, "How often?")
    page = client_of(anna).get(address(question, since, show=True), headers=HTMX).content.decode()
    under_old = page.index(f'beforeend:#a{old.pk}-comments"')
    assert page.index("beforeend:#answer-pages") < page.index("Walk.") < page.index("Slowly.") < under_old
    assert page.index("beforeend:#comment-pages") < page.index("How often?") < under_old < page.index("In two voices.")
    assert page.count(f'id="c{under.pk}"') == 1
    assert "Sing." not in page


def test_the_first_answer_takes_the_place_of_the_sentence_that_there_is_none(
    place: Community, anna: Actor, bo: Actor
) -> None:
    question = make_question(anna, place)
    make_answer(bo, question, "Walk.")
    page = client_of(anna).get(address(question, question.last_activity_at, show=True), headers=HTMX).content.decode()
    assert '<p id="no-answer" data-hx-swap-oob="delete">' in page


@pytest.mark.parametrize("more", ["comments", "part"])
def test_what_belongs_beyond_the_end_of_an_open_page_is_read_at_its_own_address(
    place: Community, anna: Actor, bo: Actor, more: str
) -> None:
    row = make_contribution(anna, place)
    comment = make_comment(bo, row)
    client = client_of(anna)
    page = client.get(address(row, row.last_activity_at, more)).content.decode()
    assert f'href="{comment.get_absolute_url()}"' in page
    assert "show" not in page
    answer = client.get(address(row, row.last_activity_at, more, show=True), headers=HTMX)
    assert answer["HX-Redirect"] == comment.get_absolute_url()


def test_more_than_a_page_full_is_read_at_its_own_address(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    for _ in range(22):
        make_comment(bo, row)
    answer = client_of(anna).get(address(row, row.last_activity_at))
    assert words(answer.content) == "Many new replies"
    assert "show" not in answer.content.decode()


def test_without_scripts_its_address_leads_to_the_reply(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    comment = make_comment(bo, row)
    answer = client_of(anna).get(address(row, row.last_activity_at, show=True))
    assert (answer.status_code, answer["Location"]) == (302, comment.get_absolute_url())


def test_who_may_not_read_it_learns_nothing(place: Community, anna: Actor, bo: Actor, client: Client) -> None:
    row = make_contribution(anna, place)
    since = row.last_activity_at
    make_comment(bo, row)
    removed, guest = member(place), member(place, role=Role.GUEST)
    Membership.objects.filter(person_id=removed.person_id).delete()
    for actor in (removed, member(make_place())):
        for show in (False, True):
            assert client_of(actor).get(address(row, since, show=show)).status_code == 404
    assert words(client_of(guest).get(address(row, since)).content) == "1 new reply"
    assert client.get(address(row, since)).status_code == 204


@pytest.mark.django_db
def test_after_moving_to_a_closed_room_an_open_page_gets_nothing_of_it() -> None:
    open_, closed = make_place(), make_place(audience=Audience.COMMUNITY)
    host = joined(member(open_, role=Role.HOST), closed, role=Role.HOST)
    row, reader = make_contribution(host, open_), member(open_)
    client = client_of(reader)
    assert client.get(address(row, row.last_activity_at)).status_code == 200
    move(actor=host, contribution=row, to=closed)
    make_comment(host, Contribution.objects.get(pk=row.pk), "Marker of the room")
    for show in (False, True):
        answer = client.get(address(row, row.last_activity_at, show=show), headers=HTMX)
        assert answer.status_code == 404
        assert b"Marker of the room" not in answer.content


def test_a_deleted_reply_is_no_news(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    since = row.last_activity_at
    delete_comment(actor=bo, comment=make_comment(bo, row))
    assert words(client_of(anna).get(address(row, since)).content) == ""


@pytest.mark.parametrize(
    "since",
    [
        "",
        "x",
        "2026-13-01T00:00",
        "2026-11-22",
        "2026-11-22T10:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_a_moment_that_is_none_is_refused(place: Community, anna: Actor, since: str) -> None:
    row = make_contribution(anna, place)
    assert client_of(anna).get(f"/d/{row.pk}/do/fresh/", {"since": since}).status_code == 400


@pytest.mark.parametrize("many", [1, 15])
def test_it_takes_the_same_statements_for_one_reply_and_for_many(
    place: Community, anna: Actor, bo: Actor, many: int
) -> None:
    question = make_question(anna, place)
    since = question.last_activity_at
    for _ in range(many):
        make_comment(bo, question, answer=make_answer(bo, question)) if many == 1 else make_answer(bo, question)
    client = client_of(anna)
    client.get(address(question, since))
    for show, expected in ((False, 4), (True, 6)):
        with CaptureQueriesContext(connection) as queries:
            client.get(address(question, since, show=show), headers=HTMX)
        assert len(queries) == expected
