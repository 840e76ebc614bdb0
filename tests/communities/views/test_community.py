"""What people do through the pages: founding. What they typed stays when it fails."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.communities.pages import text
from tests.factories.communities import (
    browser,
    make_community,
    make_member,
)
from tests.factories.people import make_person
from tests.people.pictures import picture

from gilde.communities.enums import Role
from gilde.communities.models import (
    Community,
    Edge,
)
from gilde.people.queries.actor import actor_for

LONG = "x" * 200_000
NASTY = ["a\x00b", LONG]


# ── founding ──────────────────────────────────────────────────────────────────
FOUND = {"kind": "team", "name": "Night shift", "purpose": "Sleep", "language": "nl", "audience": "30",
         "joining": "invitation", "charter": "- Be kind"}  # fmt: skip


def test_the_kind_is_chosen_first_and_fills_in_the_form():
    client = browser(make_person())
    page = text(client.get("/c/new/"))
    assert page.count('class="kind"') == 10
    page = text(client.get("/c/new/?kind=business_club"))
    assert "We do not share prices" in page
    assert re.search(r'value="20" checked', page)


def test_a_community_is_founded_with_a_cover_and_a_parent():
    person = make_person()
    parent = make_community()
    make_member(parent, Role.HOST, person=person)
    answer = browser(person).post(
        "/c/new/", {**FOUND, "cover": picture(1200, 300, name="cover.png"), "parent": parent.pk, "required": "on"}
    )
    community = Community.objects.get(name="Night shift")
    assert answer["Location"] == f"/c/{community.slug}/guide/"
    assert community.cover_key
    assert Edge.objects.get(child=community, parent=parent).required
    assert actor_for(person).roles[community.pk] == Role.HOST


def test_founding_twice_with_one_form_makes_one():
    client, client_id = browser(make_person()), str(uuid.uuid4())
    first, second = (client.post("/c/new/", {**FOUND, "client_id": client_id}) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Community.objects.count() == 1


@pytest.mark.parametrize("field", ["name", "purpose", "charter"])
@pytest.mark.parametrize("value", NASTY, ids=["nul", "long"])
def test_what_cannot_be_kept_gets_a_sentence_and_the_rest_stays(field, value):
    answer = browser(make_person()).post(
        "/c/new/", {**FOUND, field: value, "purpose" if field != "purpose" else "name": "Kept"}
    )
    assert answer.status_code == 422
    assert "field-error" in text(answer)
    assert "Kept" in text(answer)
    assert not Community.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("audience", "40"), ("audience", "x"), ("joining", ""), ("language", "xx"), ("parent", "999999"), ("parent", "x"),
     ("cover", SimpleUploadedFile("cover.png", b"not a picture", "image/png")), ("name", " \u200b ")],
)  # fmt: skip
def test_choices_that_do_not_exist_are_refused_at_their_field(field, value):
    person = make_person()
    make_member(make_community(), person=person)
    answer = browser(person).post("/c/new/", {**FOUND, field: value})
    assert answer.status_code == 422
    assert "field-error" in text(answer)


def test_an_unknown_kind_leads_back_to_the_kinds():
    answer = browser(make_person()).post("/c/new/", {**FOUND, "kind": "empire"})
    assert (answer.status_code, 'class="kind"' in text(answer)) == (422, True)


def test_a_member_may_not_make_the_membership_of_the_parent_part_of_a_child():
    person = make_person()
    parent = make_community("Top", host=make_person())
    make_member(parent, person=person)
    answer = browser(person).post("/c/new/", {**FOUND, "parent": parent.pk, "required": "on"})
    assert answer.status_code == 422
    assert "Only hosts and facilitators of" in text(answer)
