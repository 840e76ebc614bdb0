"""The bell: bundled lines, each to its exact place, read everywhere at once."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.people import actor_of

from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.models import Notice
from gilde.attention.notifications.queries.bell import WAITING_SQL, bell
from gilde.communities.enums import Role
from gilde.core.audience import Audience
from gilde.core.models import Activity, Signal
from gilde.dialogue.actions.curation import move
from gilde.dialogue.actions.read_mark import mark_read

pytestmark = pytest.mark.django_db


def spread_all() -> None:
    for activity in Activity.objects.order_by("pk"):
        spread(activity)


def waiting(actor) -> int:
    return actor_of(person_of(actor)).waiting


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_three_comments_in_one_place_are_one_line_that_leads_to_the_first_unread():
    place = make_place()
    author = member(place, "Ada")
    contribution = make_contribution(author, place, title="Rounds that work")
    first = make_comment(member(place, "Bo"), contribution)
    make_comment(member(place, "Cas"), contribution)
    make_comment(member(place, "Dien"), contribution)
    spread_all()
    assert waiting(author) == 1
    page = client_of(author).get("/bell/")
    text = words(page.content.decode())
    assert "Dien , Cas and 1 other have commented on Rounds that work" in text
    assert f'href="{first.get_absolute_url()}"' in page.content.decode()


def test_being_named_is_a_line_of_its_own():
    place = make_place()
    author = member(place)
    contribution = make_contribution(author, place)
    make_comment(member(place), contribution)
    make_comment(member(place), contribution, f"@{person_of(author).handle}?")
    spread_all()
    assert [line.kind for line in bell(author).lines] == ["mention", "talk"]
    assert waiting(author) == 2


def test_a_comment_under_an_answer_is_found_on_the_page_of_that_answer():
    place = make_place()
    asker, helper = member(place), member(place)
    answer = make_answer(helper, make_question(asker, place))
    comment = make_comment(asker, answer.contribution, answer=answer)
    spread_all()
    (line,) = bell(helper).lines
    assert line.href == comment.get_absolute_url()


def test_reading_the_conversation_reads_the_bell_and_says_so_live():
    place = make_place()
    author = member(place)
    contribution = make_contribution(author, place)
    make_comment(member(place), contribution)
    spread_all()
    Signal.objects.all().delete()
    mark_read(actor=author, contribution=contribution)
    assert waiting(author) == 0
    assert [line.unread for line in bell(author).lines] == [False]
    assert Signal.objects.get().topics == [f"person:{author.person_id}"]


def test_after_reading_the_next_comment_is_a_new_line():
    place = make_place()
    author, other = member(place), member(place)
    contribution = make_contribution(author, place)
    make_comment(other, contribution)
    spread_all()
    mark_read(actor=author, contribution=contribution)
    make_comment(other, contribution)
    spread_all()
    assert [line.unread for line in bell(author).lines] == [True, False]


def test_all_can_be_marked_as_read_without_scripts():
    place = make_place()
    author = member(place)
    make_comment(member(place), make_contribution(author, place))
    spread_all()
    client = client_of(author)
    assert client.post("/bell/read/").status_code == 302
    assert waiting(author) == 0
    assert "Mark all as read" not in client.get("/bell/").content.decode()


def test_nobody_marks_the_lines_of_somebody_else():
    place = make_place()
    author, other = member(place), member(place)
    make_comment(other, make_contribution(author, place))
    spread_all()
    number = Notice.objects.get(person=author.person_id).pk
    client_of(other).post("/bell/read/", {"notice": number})
    assert waiting(author) == 1


def test_what_moved_to_a_closed_room_is_gone_from_the_bell_and_its_number():
    open_, closed = make_place(), make_place(audience=Audience.COMMUNITY)
    host = member(open_, role=Role.HOST)
    from tests.factories.dialogue import joined

    host = joined(host, closed, role=Role.HOST)
    reader = member(open_)
    contribution = make_contribution(host, open_, title="Marker of the room")
    make_comment(reader, contribution)
    make_comment(host, contribution)
    spread_all()
    assert waiting(reader) == 1
    move(actor=host, contribution=contribution, to=closed)
    spread_all()
    assert "Marker of the room" not in client_of(reader).get("/bell/").content.decode()
    assert waiting(reader) == 0


def test_a_visitor_is_led_to_the_log_in_and_hears_no_number(client):
    assert client.get("/bell/").status_code == 302
    assert client.get("/bell/count/").status_code == 204


def test_the_bell_of_the_frame_comes_without_a_statement_of_its_own():
    place = make_place()
    author = member(place)
    make_comment(member(place), make_contribution(author, place))
    spread_all()
    client = client_of(author)
    client.get("/bell/count/")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/bell/count/")
    assert words(answer.content.decode()).split() == ["1", "unread"]
    assert len(queries) == 1


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_the_same_statements_for_one_line_and_for_thirty(many):
    place = make_place()
    author, other = member(place), member(place)
    for _ in range(many):
        make_comment(other, make_contribution(author, place))
    spread_all()
    client = client_of(author)
    client.get("/bell/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/bell/").content.decode()
    assert page.count('class="bell-line"') == many
    assert len(queries) == 2


def test_more_than_a_page_goes_on_where_it_ended():
    place = make_place()
    author, other = member(place), member(place)
    for _ in range(35):
        make_comment(other, make_contribution(author, place))
    spread_all()
    first = bell(author)
    second = bell(author, after=int(first.after))
    assert (len(first.lines), len(second.lines), second.after) == (30, 5, "")
    assert not {line.href for line in first.lines} & {line.href for line in second.lines}


@pytest.mark.parametrize("after", ["x", "-1", "²", "9" * 30, "0"])
def test_a_strange_page_number_gives_a_page(after):
    assert client_of(member(make_place())).get("/bell/", {"after": after}).status_code == 200


def test_what_every_page_counts_reads_unread_notices_alone() -> None:
    """It is asked on each page: it once read all notices of a person, on PostgreSQL even those of everybody."""
    place = make_place()
    anna, bram = member(place, "Anna"), member(place, "Bram")
    contribution = make_contribution(anna, place)
    for _ in range(3):
        make_comment(bram, contribution)
    spread_all()
    statement = f"SELECT ({WAITING_SQL}) FROM people_person p WHERE p.id = %s"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", [person_of(anna).pk])
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")  # it would be right for a handful of rows
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute(f"EXPLAIN {statement}", [person_of(anna).pk])
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert "INDEX notice_unread_lines" in plan or "Index Only Scan using notice_unread_lines" in plan, plan
