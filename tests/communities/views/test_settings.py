"""What people do through the pages: settings. What they typed stays when it fails."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.communities.pages import text
from tests.factories.communities import (
    PUBLIC,
    browser,
    connect,
    make_community,
)
from tests.factories.people import affiliate, make_organisation, make_person
from tests.people.pictures import picture

from gilde.communities.models import (
    Community,
    Edge,
)

LONG = "x" * 200_000


# ── settings ──────────────────────────────────────────────────────────────────
def test_each_part_saves_by_itself(settings_of):
    community, client, address = settings_of
    sent = [
        ("basics", {"part": "describe", "name": "Care nearby", "purpose": "P", "kind": "team", "language": "en"}),
        ("access", {"part": "access", "audience": "10", "joining": "request", "noindex": "on"}),
        ("access", {"part": "questions", "question_0": "Why?", "needed_0": "on", "question_1": "Who?"}),
        ("texts", {"part": "texts", "welcome": "**Hi**", "first_page": "First"}),
        ("charter", {"part": "charter", "charter": "- Kind"}),
        ("basics", {"part": "cover", "cover": picture(1200, 300, name="cover.png")}),
        ("basics", {"part": "address", "slug": "Care-Nearby"}),
    ]
    for section, data in sent:
        answer = client.post(f"{address}{section}/", data)
        assert answer.status_code == 302, (section, text(answer))
    community.refresh_from_db()
    assert (community.name, community.kind, community.language) == ("Care nearby", "team", "en")
    assert (community.audience, community.joining, community.noindex) == (PUBLIC, "request", True)
    assert list(community.join_questions.values_list("text", "required")) == [("Why?", True), ("Who?", False)]
    assert "<strong>Hi</strong>" in community.welcome_html
    assert community.charter.text == "- Kind"
    assert community.cover_key
    assert community.slug == "care-nearby"
    client.post("/c/care-nearby/settings/basics/", {"part": "cover", "remove": "on"})
    community.refresh_from_db()
    assert community.cover_key == ""


@pytest.mark.parametrize(
    ("section", "data"),
    [
        ("basics", {"part": "describe", "name": "", "purpose": "Kept", "kind": "team", "language": "en"}),
        ("basics", {"part": "describe", "name": "Kept", "purpose": LONG, "kind": "team", "language": "en"}),
        ("basics", {"part": "address", "slug": "new"}),
        ("basics", {"part": "address", "slug": "../etc"}),
        ("basics", {"part": "cover"}),
        ("basics", {"part": "cover", "cover": SimpleUploadedFile("a.svg", b"<svg onload=alert(1)>", "image/svg+xml")}),
        ("access", {"part": "access", "audience": "99", "joining": "open"}),
        ("access", {"part": "access", "audience": "20", "joining": "open", "inter_company": "on"}),
        ("access", {"part": "access", "audience": "10", "joining": "open", "inter_company": "on"}),
        ("access", {"part": "access", "audience": "20", "joining": "open", "organisations": "Nowhere Ltd"}),
        ("access", {"part": "questions", "question_0": LONG}),
        ("texts", {"part": "texts", "welcome": "a\x00b", "first_page": "Kept"}),
        ("charter", {"part": "charter", "charter": LONG}),
    ],
)
def test_bad_input_gets_its_sentence_and_changes_nothing(settings_of, section, data):
    community, client, address = settings_of
    answer = client.post(f"{address}{section}/", data)
    assert answer.status_code == 422
    assert "field-error" in text(answer) or "form-errors" in text(answer)
    if "Kept" in data.values():
        assert "Kept" in text(answer)
    before = Community.objects.get(pk=community.pk)
    assert (before.name, before.slug, before.audience, before.cover_key) == ("Care", "care", 20, "")


@pytest.mark.parametrize("data", [{"part": "nonsense"}, {}, {"part": "texts"}])
def test_a_part_that_does_not_exist_is_404(settings_of, data):
    _community, client, address = settings_of
    assert client.post(f"{address}basics/", data).status_code == 404
    assert client.get(f"{address}nonsense/").status_code == 404


def test_more_readers_than_before_is_asked_twice(settings_of):
    community, client, address = settings_of
    Community.objects.update(contribution_count=3)
    data = {"part": "access", "audience": "10", "joining": "open"}
    answer = client.post(f"{address}access/", data)
    assert answer.status_code == 422
    assert "more people" in text(answer)
    client.post(f"{address}access/", {**data, "sure": "on"})
    community.refresh_from_db()
    assert community.is_public


def test_organisations_are_named_as_on_their_page(settings_of):
    community, client, address = settings_of
    first, second = make_organisation("Zorg & Zo"), make_organisation("Área 51, BV")
    data = {"part": "access", "audience": "20", "joining": "open", "inter_company": "on"}
    answer = client.post(f"{address}access/", {**data, "organisations": "zorg & zo\narea 51, bv\n\nzorg & zo"})
    assert answer.status_code == 302
    assert set(community.organisations.all()) == {first, second}
    person = make_person()
    affiliate(person, second)
    assert "Care" in text(browser(person).get("/c/"))
    assert "Care" not in text(browser(make_person()).get("/c/"))


def test_the_place_in_the_graph_is_changed_on_its_page(settings_of):
    community, client, address = settings_of
    host = community.memberships.get().person
    parent, child = make_community("Above", host=host), make_community("Below", host=host)
    edge = connect(community, child)
    place = f"{address}place/"
    assert client.post(place, {"parent": parent.pk, "required": "on"}).status_code == 302
    assert Edge.objects.get(child=community, parent=parent).required
    again = client.get(place).content.decode()
    assert f'value="{parent.pk}"' not in again  # what it is part of is not offered anew
    assert f'value="{child.pk}"' in again
    refused = client.post(place, {"parent": child.pk})
    assert refused.status_code == 422
    assert "other way round" in text(refused)
    assert client.post(place, {"parent": "999"}).status_code == 422
    change = reverse("communities:edge", args=[community.slug, edge.pk])
    assert client.post(change, {"step": "1"}).status_code == 302
    assert client.post(change, {"remove": "1"}).status_code == 302
    assert not Edge.objects.filter(pk=edge.pk).exists()


def test_archiving_and_reopening(settings_of):
    community, client, address = settings_of
    client.post(f"{address}archive/")
    page = text(client.get("/c/care/about/"))
    assert "Archived" in page
    for section, data in [("basics", {"part": "describe", "name": "X", "kind": "team", "language": "nl"})]:
        answer = client.post(f"{address}{section}/", data)
        assert answer.status_code == 422
    client.post(f"{address}archive/", {"reopen": "1"})
    community.refresh_from_db()
    assert (community.is_archived, community.name) == (False, "Care")
