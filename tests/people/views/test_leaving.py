"""Settings, taking along, going away and leaving."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO

import pytest
from django.test import Client
from tests.factories.communities import make_community, make_member
from tests.factories.people import PASSWORD, log_in, make_account, make_person
from tests.people.post import code_in, deliver

from gilde.communities.enums import Role
from gilde.core.clock import now
from gilde.gateways.portability.export import make_export
from gilde.people.models import Account, Erasure, Export, Person


@pytest.fixture
def anna():
    return make_person("Anna", handle="anna", account=make_account("anna@example.org", password=PASSWORD))


@pytest.fixture
def mine(anna, client):
    """Logged in with a password just now."""
    client.post("/account/login/", {"login": "anna@example.org", "password": PASSWORD})
    return client


def an_hour_passes(client):
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()


# ── leaving ──────────────────────────────────────────────────────────────────
def test_being_away_logs_out_and_hides(mine, anna):
    assert mine.post("/me/leave/away/")["Location"] == "/"
    assert mine.get("/me/").status_code == 302
    assert log_in(make_person()).get("/@anna/").status_code == 404


def test_leaving_for_good_names_the_communities_that_lose_their_only_host(mine, anna):
    alone = make_community("Alone at the helm", host=anna)
    make_member(alone)
    shared = make_community("Led by two", host=anna)
    make_member(shared, Role.HOST)
    make_community("Nobody else in it", host=anna)
    page = mine.get("/me/leave/").content.decode()
    assert "You are the only host here" in page
    assert f'<a href="/c/{alone.slug}/members/">Alone at the helm</a>' in page
    assert "Led by two</a></li>" not in page
    assert "Nobody else in it</a></li>" not in page


def test_erasing_takes_ones_own_handle_and_recent_proof(mine, anna):
    response = mine.post("/me/leave/erase/", {"confirmation": "bob"})
    assert response.status_code == 422
    assert "This is not your @name" in response.content.decode()
    response = mine.post("/me/leave/erase/", {"confirmation": "@Anna"})
    assert response["Location"] == "/"
    assert "Nobody finds you here any more." in mine.get("/").content.decode()
    assert Person.objects.get().state == "deactivated"
    assert Erasure.objects.get().person == anna


def test_without_recent_proof_one_is_asked_for_it_first(mine, anna):
    an_hour_passes(mine)
    response = mine.post("/me/leave/erase/", {"confirmation": "anna"})
    assert response["Location"] == "/account/reauthenticate/?next=%2Fme%2Fleave%2F"
    assert Account.objects.exists()
    assert (
        mine.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/me/leave/"})["Location"] == "/me/leave/"
    )
    assert not Erasure.objects.exists()
    mine.post("/me/leave/erase/", {"confirmation": "anna"})
    assert Erasure.objects.exists()


def test_who_has_only_codes_proves_with_one_and_stays_logged_in(client):
    log_in(make_person(handle="bob", with_account=True), client)
    response = client.post("/me/leave/erase/", {"confirmation": "bob"})
    assert response["Location"] == "/me/prove/?next=%2Fme%2Fleave%2F"
    assert Account.objects.exists()
    page = client.get(response["Location"]).content.decode()
    assert 'name="code"' not in page
    assert deliver() == [], "looking at a page mails nothing"
    asked = client.post("/me/prove/", {"action": "send", "next": "/me/leave/"})
    [letter] = deliver()
    assert letter.to == [Account.objects.get().email], "nobody is asked for an address that is known"
    page = client.get(asked["Location"]).content.decode()
    assert 'name="code"' in page
    assert 'value="/me/leave/"' in page
    wrong = client.post("/me/prove/", {"code": "BBBB-BBBB", "next": "/me/leave/"})
    assert wrong.status_code == 422
    client.post("/me/leave/erase/", {"confirmation": "bob"})
    assert not Erasure.objects.exists()
    answer = client.post("/me/prove/", {"code": code_in(letter), "next": "/me/leave/"})
    assert answer["Location"] == "/me/leave/"
    client.post("/me/leave/erase/", {"confirmation": "bob"})
    assert Erasure.objects.exists()


def test_the_only_operator_reads_why_not(client):
    log_in(make_person(handle="boss", account=make_account(is_superuser=True)), client)
    page = client.get("/me/leave/").content.decode()
    assert "Make someone else an operator first" in page
    assert 'name="confirmation"' not in page
    assert client.post("/me/leave/away/").status_code == 403


@pytest.mark.parametrize("address", ["/me/leave/away/", "/me/leave/erase/"])
def test_reading_an_address_never_leaves(mine, address):
    mine.get(address)
    assert Person.objects.get().state == "active"


# ── export ───────────────────────────────────────────────────────────────────
def test_asking_making_and_downloading_ones_data(mine, anna):
    assert "Your profile" in mine.get("/me/export/").content.decode()
    assert mine.post("/me/export/", {"client_id": "0b2f6d3e-6a39-4f6c-9a2b-1f8f5f1a0003"})["Location"] == "/me/export/"
    row = Export.objects.get()
    assert 'hx-trigger="load' in mine.get("/me/export/").content.decode()
    assert mine.get(f"/me/export/{row.pk}/").status_code == 404
    make_export.func(row.pk)
    page = mine.get("/me/export/").content.decode()
    assert f"/me/export/{row.pk}/" in page
    response = mine.get(f"/me/export/{row.pk}/")
    assert response["Content-Disposition"].startswith('attachment; filename="gilde-anna-')
    assert response["Cache-Control"] == "private, no-store"
    assert zipfile.ZipFile(BytesIO(b"".join(response.streaming_content))).testzip() is None


def test_an_export_is_for_its_person_alone_and_for_seven_days(mine, anna):
    mine.post("/me/export/")
    row = Export.objects.get()
    make_export.func(row.pk)
    assert log_in(make_person()).get(f"/me/export/{row.pk}/").status_code == 404
    boss = log_in(make_person(account=make_account(is_superuser=True)))
    assert boss.get(f"/me/export/{row.pk}/").status_code == 404
    assert Client().get(f"/me/export/{row.pk}/").status_code == 302
    Export.objects.update(expires_at=now())
    assert mine.get(f"/me/export/{row.pk}/").status_code == 404


def test_downloading_asks_for_proof_when_the_last_one_is_old(mine, anna):
    mine.post("/me/export/")
    row = Export.objects.get()
    make_export.func(row.pk)
    an_hour_passes(mine)
    assert mine.get(f"/me/export/{row.pk}/")["Location"] == "/account/reauthenticate/?next=%2Fme%2Fexport%2F"


# ── settings ─────────────────────────────────────────────────────────────────
CHOICE = {"language": "nl", "theme": "dark", "time_zone": "Asia/Tokyo", "keyboard_shortcuts": "on"}


def test_settings_hold_on_every_page_at_once(mine, anna):
    assert mine.post("/me/settings/", CHOICE)["Location"] == "/me/settings/"
    page = mine.get("/people/").content.decode()
    assert '<html lang="nl" data-theme="dark" data-shortcuts' in page
    mine.post("/me/settings/", {"language": "en", "theme": "", "time_zone": ""})
    page = mine.get("/people/").content.decode()
    assert '<html lang="en" data-theme="auto" data-live>' in page


def test_the_account_goes_before_the_cookie_and_the_cookie_before_the_browser(mine, anna):
    mine.cookies["gilde_language"] = "nl"
    assert '<html lang="nl"' in mine.get("/people/").content.decode()
    Account.objects.update(language="en")
    assert '<html lang="en"' in mine.get("/people/").content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"language": "xx"},
        {"theme": "pink"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"language": "\x00"},
    ],
)
def test_a_choice_that_does_not_exist_is_a_sentence(mine, anna, change):
    response = mine.post("/me/settings/", {**CHOICE, **change})
    assert response.status_code == 422
    assert "field-error" in response.content.decode()
    assert Account.objects.get().language == ""


@pytest.mark.parametrize("cookie", ["Asia/Tokyo", "Mars/Olympus", "../../etc/passwd", "\x01", "x" * 3000])
def test_whatever_stands_in_the_time_zone_cookie_gives_a_page(client, cookie):
    client.cookies["gilde_time_zone"] = cookie
    assert client.get("/people/").status_code == 200


def test_a_visitor_keeps_a_time_zone_in_a_cookie(client):
    response = client.post("/preference/", {"time_zone": "Asia/Tokyo", "next": "/people/"})
    assert (response["Location"], response.cookies["gilde_time_zone"].value) == ("/people/", "Asia/Tokyo")
    response = client.post("/preference/", {"time_zone": "Mars/Olympus", "next": "https://evil.example/"})
    assert response["Location"] == "/"
    assert "gilde_time_zone" not in response.cookies
    assert client.get("/preference/").status_code == 405
