"""Words whose subject is gone stay with their writer: in the drafts, and when they arrive too late."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.dialogue import (
    client_of,
    joined,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
)

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.dialogue.actions.contribution import delete
from gilde.dialogue.actions.draft import MOST_CHARACTERS, save_draft
from gilde.dialogue.actions.reply import edit_reply
from gilde.dialogue.models import Contribution, Draft
from gilde.dialogue.queries.draft import my_drafts

WORDS = "My own words,\r\nover two lines."


@pytest.mark.parametrize("letter", ["c", "a", "e"])
def test_a_draft_about_something_that_is_gone_is_listed_with_all_its_words(
    place: Community, anna: Actor, bo: Actor, host: Actor, letter: str
) -> None:
    row = make_question(bo, place, "A secret title")
    save_draft(
        actor=anna,
        place=f"{letter}:{row.pk}",
        data={"body": f"{'long ' * 60}end", "community": "7", "begun": "d1ge5t", "alt-3": "x"},
    )
    client = client_of(anna)
    assert "Written for what is gone" not in client.get("/drafts/").content.decode()
    delete(actor=host, contribution=row)
    text = client.get("/drafts/").content.decode()
    assert "Written for what is gone" in text
    assert f"{'long ' * 60}end</textarea>" in text
    assert "A secret title" not in text
    assert "d1ge5t" not in text
    assert "Continue writing" not in client.get("/").content.decode()
    client.post(f"/drafts/{letter}:{row.pk}/", {"drop": "1"}, headers={"Accept": "text/html"})
    assert "No drafts" in client.get("/drafts/").content.decode()


def test_drafts_lead_to_exactly_what_their_writer_may_read(anna: Actor, bo: Actor) -> None:
    own, closed = make_place("Shared"), make_place("The board")
    writer, host = joined(anna, own), joined(joined(bo, own), closed)
    rows = [
        make_contribution(host, where, "A talk", audience=audience)
        for where in (own, closed)
        for audience in (Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY)
    ]
    for row in rows:
        save_draft(actor=writer, place=f"c:{row.pk}", data={"body": "begun"})
    open_to = set(Contribution.objects.visible_to(writer).values_list("pk", flat=True))
    assert 0 < len(open_to) < len(rows)
    with CaptureQueriesContext(connection) as asked:
        lines = my_drafts(writer)
    assert {line.place for line in lines if line.href} == {f"c:{number}" for number in open_to}
    assert len(lines) == len(rows)
    assert len(asked) == 2, "one for the drafts, one for what they are about"


def test_a_draft_without_words_about_what_is_gone_is_not_listed(place: Community, anna: Actor) -> None:
    save_draft(actor=anna, place="c:999999", data={"body": "  ", "answer": "7"})
    assert "No drafts" in client_of(anna).get("/drafts/").content.decode()


@pytest.mark.parametrize("act", ["comment", "answer"])
def test_a_reply_to_what_was_just_moved_away_comes_back_with_its_words(
    place: Community, anna: Actor, bo: Actor, act: str
) -> None:
    closed = make_place("The board")
    row = make_question(joined(bo, closed, role=Role.HOST), place, "A secret title")
    type(row).objects.filter(pk=row.pk).update(community=closed)
    client = client_of(anna)
    late = client.post(f"/d/{row.pk}/do/{act}/", {"body": WORDS})
    text = late.content.decode()
    assert late.status_code == 404
    assert "My own words,\r\nover two lines.</textarea>" in text
    assert "A secret title" not in text
    assert Draft.objects.get().place == f"{act[0]}:{row.pk}"
    assert "My own words" in client.get("/drafts/").content.decode()


def test_nobody_learns_what_is_there(place: Community, bo: Actor) -> None:
    row = make_contribution(bo, place)
    client = client_of(member(make_place()))
    pages = [client.post(f"/d/{number}/do/comment/", {"body": WORDS}) for number in (row.pk, 999_999)]
    texts = [page.content.decode().replace(str(row.pk), "N").replace("999999", "N") for page in pages]
    assert [page.status_code for page in pages] == [404, 404]
    assert texts[0].split("<main")[1].split("csrf")[0] == texts[1].split("<main")[1].split("csrf")[0]


def test_a_changed_reply_that_was_taken_away_meanwhile_keeps_its_words(
    place: Community, anna: Actor, bo: Actor
) -> None:
    row = make_contribution(bo, place, "The rounds")
    comment = make_comment(anna, row)
    path = f"/d/{row.pk}/do/comments/{comment.pk}/edit/"
    edit_reply(actor=anna, reply=comment, body="Better.")
    type(comment).objects.filter(pk=comment.pk).update(deleted_at=row.created_at)
    assert "over two lines" in client_of(anna).post(path, {"body": WORDS}).content.decode()
    assert "Edit of your reply to “The rounds”" in client_of(anna).get("/drafts/").content.decode()
    delete(actor=bo, contribution=row)
    assert "My own words" in client_of(anna).get("/drafts/").content.decode()


def test_an_edit_of_what_was_deleted_meanwhile_keeps_its_words(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place, "The rounds")
    delete(actor=anna, contribution=row)
    page = client_of(anna).post(f"/d/{row.pk}/do/edit/", {"title": "The night rounds", "body": WORDS})
    assert page.status_code == 404
    assert "The night rounds\n\nMy own words" in page.content.decode()


@pytest.mark.parametrize("body", ["", " \r\n", "x" * (MOST_CHARACTERS + 1)])
def test_without_words_to_keep_it_is_simply_not_there(anna: Actor, body: str) -> None:
    page = client_of(anna).post("/d/999999/do/comment/", {"body": body})
    assert page.status_code == 404
    assert "Not found" in page.content.decode()
    assert not Draft.objects.exists()


def test_with_scripts_the_page_stays_as_it_is(anna: Actor) -> None:
    page = client_of(anna).post("/d/999999/do/comment/", {"body": WORDS}, headers={"HX-Request": "true"})
    assert page.status_code == 404
    assert "X-Sentence" in page.headers
