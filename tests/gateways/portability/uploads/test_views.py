"""The pages with which a host moves something in."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.communities import browser, make_community, make_member
from tests.gateways.portability.uploads.conftest import PEOPLE, Send, finish, site_zip

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.gateways.portability.models import ImportUpload
from gilde.people.models import Person


@pytest.fixture
def client(host: Actor) -> Client:
    return browser(Person.objects.get(pk=host.person_id))


def sent(client: Client, place: Community, content: bytes = PEOPLE, name: str = "leden.csv") -> ImportUpload:
    """An upload through the form."""
    response = client.post(
        reverse("portability:imports", args=[place.slug]),
        {"file": SimpleUploadedFile(name, content), "client_id": name},
    )
    assert response.status_code == 302
    return ImportUpload.objects.latest("pk")


def test_from_upload_to_undo(client: Client, place: Community) -> None:
    begin = client.get(reverse("portability:imports", args=[place.slug])).content.decode()
    assert "<strong>List of people · Website or knowledge base · Slack · Discourse · Mailing list" in begin
    row = sent(client, place)
    page = row.get_absolute_url()
    assert "We are checking what is in it" in client.get(page).content.decode()
    finish(row)
    text = client.get(page).content.decode()
    assert "What would happen" in text
    assert client.post(page, {"act": "start"}).status_code == 302
    assert "load delay:2s" in client.get(page).content.decode()
    finish(row)
    assert "What was imported" in client.get(page).content.decode()
    for which in ("check", "import"):
        report = client.get(reverse("portability:import_report", args=[place.slug, row.pk, which]))
        assert report.status_code == 200
        assert report["Cache-Control"] == "private, no-store"
        assert b"added" in b"".join(report)  # type: ignore[arg-type]
    assert client.post(page, {"act": "undo"}).status_code == 302
    finish(row)
    assert "What was undone" in client.get(page).content.decode()
    assert client.post(page, {"act": "remove"}).status_code == 302
    assert client.get(page).status_code == 404


def test_remarks_and_names_are_in_the_language_of_the_page_and_of_the_community(
    client: Client, place: Community
) -> None:
    """The host follows a browser in English, the community speaks Dutch; somebody has no name in the export."""
    english = {"accept-language": "en"}
    content = SimpleUploadedFile("site.zip", site_zip())
    address = reverse("portability:imports", args=[place.slug])
    client.post(address, {"file": content, "client_id": "site"}, headers=english)
    row = finish(ImportUpload.objects.get())
    page = client.get(row.get_absolute_url(), headers=english).content.decode()
    assert "The table " in page
    assert "De tabel " not in page
    client.post(row.get_absolute_url(), {"act": "start"}, headers=english)
    finish(row)
    page = client.get(row.get_absolute_url(), headers=english).content.decode()
    assert "The table " in page
    assert "De tabel " not in page
    assert Person.objects.filter(name__startswith="Lid ").exists()
    client.post(row.get_absolute_url(), {"act": "undo"}, headers={"accept-language": "nl"})
    row.refresh_from_db()
    assert row.language == "nl"


def test_bad_input_is_a_sentence_at_the_field(client: Client, place: Community) -> None:
    address = reverse("portability:imports", args=[place.slug])
    for data in (
        {},
        {"file": SimpleUploadedFile("leeg.csv", b"")},
        {"file": SimpleUploadedFile("a.csv", PEOPLE), "site": "no site at all"},
        {"file": SimpleUploadedFile("a.csv", PEOPLE), "format": "records"},
        {"file": SimpleUploadedFile("a.csv", PEOPLE), "site": "a\0b"},
    ):
        response = client.post(address, data)
        assert response.status_code == 422
        assert "field-error" in response.content.decode()
    assert not ImportUpload.objects.exists()


def test_an_unknown_kind_can_be_named(client: Client, place: Community) -> None:
    row = sent(client, place, name="zonder-naam")
    finish(row)
    assert (row.state, row.trouble) == ("failed", "unknown")
    client.post(row.get_absolute_url(), {"act": "check", "format": "members", "site": ""})
    finish(row)
    assert row.state == "checked"


def test_a_host_of_another_community_finds_nothing(client: Client, place: Community, send: Send) -> None:
    row = send(PEOPLE, "leden.csv")
    other = make_community()
    stranger = browser(make_member(other, Role.HOST))
    for address in (
        row.get_absolute_url(),
        reverse("portability:import", args=[other.slug, row.pk]),
        reverse("portability:import_report", args=[other.slug, row.pk, "check"]),
        reverse("portability:import_report", args=[place.slug, row.pk, "check"]),
    ):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"act": "start"}).status_code in {404, 405}
    removed = make_member(place, Role.HOST)
    inside = browser(removed)
    assert inside.get(row.get_absolute_url()).status_code == 200
    place.memberships.filter(person=removed).delete()
    assert inside.get(row.get_absolute_url()).status_code == 404
    assert client.get(reverse("portability:import_report", args=[place.slug, row.pk, "path"])).status_code == 404


def test_the_list_costs_the_same_with_one_and_with_thirty(client: Client, place: Community, send: Send) -> None:
    address = reverse("portability:imports", args=[place.slug])
    row = send(PEOPLE, "leden.csv")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    ImportUpload.objects.bulk_create(
        [ImportUpload(community=place, by_id=row.by_id, name=f"{number}.csv", state="checked") for number in range(29)]
    )
    with CaptureQueriesContext(connection) as thirty:
        client.get(address)
    assert len(thirty) == len(one)
