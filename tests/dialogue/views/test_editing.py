"""Changing what is there: two at once, and one person in two windows."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_behaviour,
    make_comment,
    make_contribution,
    make_question,
    person_of,
)

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Contribution, Draft
from gilde.people.models import Person


@pytest.fixture
def row(place: Community, anna: Actor, bo: Actor) -> Contribution:
    return make_contribution(
        anna, place, "Rounds", body="We walk at nine.", authors=[person_of(bo)], audience=Audience.MEMBERS
    )


def opened(client: Client, number: int) -> dict[str, str]:
    """The fields of the edit form as a browser would send them back."""
    return fields_in(client.get(f"/d/{number}/do/edit/"))


class Fields(HTMLParser):
    """What a browser would send of the form at ``path``."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self.inside, self.name = path, dict[str, str](), False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("action") == self.path
        if not self.inside:
            return
        if tag in {"textarea", "select"}:
            self.name = given["name"]
            self.found[self.name] = ""
        elif tag == "option" and "selected" in given:
            self.found[self.name] = given["value"]
        elif tag == "input" and given.get("type") not in {"file", "checkbox"}:
            self.found[given["name"]] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.inside and self.lasttag == "textarea":
            self.found[self.name] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"
        self.lasttag = ""


def fields_in(answer: Any) -> dict[str, str]:
    form = Fields(answer.wsgi_request.path)
    form.feed(answer.content.decode())
    return form.found


def test_the_second_of_two_is_told_and_chooses(row: Contribution, anna: Actor, bo: Actor) -> None:
    hers, his = opened(client_of(anna), row.pk), opened(client_of(bo), row.pk)
    path = f"/d/{row.pk}/do/edit/"
    assert client_of(anna).post(path, hers | {"body": "We walk at ten."}).status_code == 302
    told = client_of(bo).post(path, his | {"body": "We walk at eight, in pairs.", "tags": "rounds"})
    text = told.content.decode()
    assert told.status_code == 409
    assert "This was changed while you were writing." in text
    assert "<del>ten</del><ins>eight, in pairs</ins>" in text
    assert fields_in(told)["body"] == "We walk at eight, in pairs."
    row.refresh_from_db()
    assert row.body == "We walk at ten."
    assert client_of(bo).post(path, fields_in(told)).status_code == 302
    row.refresh_from_db()
    assert row.body == "We walk at eight, in pairs."
    assert [edit.body for edit in row.revisions.order_by("pk")] == ["We walk at nine.", "We walk at ten."]


def test_who_looks_away_a_third_time_is_told_again(row: Contribution, anna: Actor, bo: Actor) -> None:
    path, his = f"/d/{row.pk}/do/edit/", opened(client_of(bo), row.pk)
    for hour in ("ten", "eleven"):
        client_of(anna).post(path, opened(client_of(anna), row.pk) | {"body": f"We walk at {hour}."})
        answer = client_of(bo).post(path, his | {"body": "We walk at eight."})
        assert f"<del>{hour}</del><ins>eight</ins>" in answer.content.decode()
        his = fields_in(answer)
    assert client_of(bo).post(path, his).status_code == 302


def test_a_preview_in_between_keeps_the_version_it_began_with(row: Contribution, anna: Actor, bo: Actor) -> None:
    path, his = f"/d/{row.pk}/do/edit/", opened(client_of(bo), row.pk) | {"body": "We walk at eight."}
    client_of(anna).post(path, opened(client_of(anna), row.pk) | {"body": "We walk at ten."})
    looked = client_of(bo).post(path, his | {"preview": "1"})
    assert client_of(bo).post(path, fields_in(looked)).status_code == 409


def test_how_far_it_goes_is_not_widened_again_unseen(row: Contribution, anna: Actor, bo: Actor) -> None:
    path, his = f"/d/{row.pk}/do/edit/", opened(client_of(bo), row.pk)
    client_of(anna).post(path, opened(client_of(anna), row.pk) | {"audience": str(Audience.COMMUNITY.value)})
    told = client_of(bo).post(path, his | {"body": "We walk at eight."})
    assert told.status_code == 409
    assert "How far it goes" in told.content.decode()
    row.refresh_from_db()
    assert row.audience == Audience.COMMUNITY


def test_the_same_form_sent_twice_is_no_change_by_another(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place, kind=ContributionKind.PRACTICE, tags=["Rounds"])
    behaviour = make_behaviour(place)
    sent = opened(client_of(anna), row.pk) | {
        "body": "Better words.\r\nOn two lines.",
        "tags": "rounds,  Night",
        "behaviour": str(behaviour.pk),
    }
    for _time in range(2):
        assert client_of(anna).post(f"/d/{row.pk}/do/edit/", sent).status_code == 302
    assert row.revisions.count() == 1


def test_a_form_that_does_not_say_what_it_began_with_is_taken_as_it_comes(row: Contribution, anna: Actor) -> None:
    sent = opened(client_of(anna), row.pk) | {"body": "New.", "begun": ""}
    assert client_of(anna).post(f"/d/{row.pk}/do/edit/", sent).status_code == 302


def test_a_draft_that_began_before_the_change_says_so(row: Contribution, anna: Actor, bo: Actor) -> None:
    his = opened(client_of(bo), row.pk) | {"body": "We walk at eight."}
    assert client_of(bo).post(f"/drafts/e:{row.pk}/", his).status_code == 200
    assert "This was changed while" not in client_of(bo).get(f"/d/{row.pk}/do/edit/").content.decode()
    client_of(anna).post(f"/d/{row.pk}/do/edit/", opened(client_of(anna), row.pk) | {"body": "We walk at ten."})
    again = client_of(bo).get(f"/d/{row.pk}/do/edit/")
    assert "<del>ten</del><ins>eight</ins>" in again.content.decode()
    # Leaving it as it is: the draft goes, and the form holds what stands there.
    left = client_of(bo).post(f"/drafts/e:{row.pk}/", {"drop": "1", "again": "1"}, headers={"Accept": "text/html"})
    assert fields_in(client_of(bo).get(left.url))["body"] == "We walk at ten."
    assert not Draft.objects.exists()


@pytest.mark.parametrize("part", ["comments", "answers"])
def test_a_reply_that_was_changed_in_another_window(place: Community, anna: Actor, bo: Actor, part: str) -> None:
    question = make_question(anna, place)
    reply = make_comment(bo, question, "At nine.") if part == "comments" else make_answer(bo, question, "At nine.")
    client, path = client_of(bo), f"/d/{question.pk}/do/{part}/{reply.pk}/edit/"
    begun = fields_in(client.get(path))["begun"]
    for _time in range(2):
        assert client.post(path, {"body": "At ten.", "begun": begun}).status_code == 302
    told = client.post(path, {"body": "At eight.", "begun": begun})
    assert told.status_code == 409
    assert "<del>ten</del><ins>eight</ins>" in told.content.decode()
    reply.refresh_from_db()
    assert reply.body == "At ten."
    assert client.post(path, fields_in(told)).status_code == 302
    reply.refresh_from_db()
    assert reply.body == "At eight."


def test_a_story_has_one_teller(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    for one, handle in ((bo, "bo-jansen-of-the-long-lane"), (host, "hilde-bos-of-the-far-shore")):
        Person.objects.filter(pk=one.person_id).update(handle=handle)
    names = " ".join(f"@{person_of(one).handle}" for one in (bo, host))
    sent = {"community": place.pk, "title": "The night round", "body": "It was late.", "teller": names}
    answer = client_of(anna).post("/new/story/", sent)
    assert answer.status_code == 422
    assert "A story has one teller" in answer.content.decode()
    assert not Contribution.objects.exists()
    twice = f"@{person_of(bo).handle}, @{person_of(bo).handle.upper()}"
    assert client_of(anna).post("/new/story/", sent | {"teller": twice}).status_code == 302
