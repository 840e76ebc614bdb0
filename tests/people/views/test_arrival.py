"""Saying who one is, claiming what waits, and opening the house."""

from __future__ import annotations

import re
import time

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.people import PASSWORD, log_in, make_account, make_person, make_placeholder
from tests.people.pictures import picture
from tests.people.post import code_in, deliver

from gilde.core import setup_link
from gilde.core.actor import SYSTEM
from gilde.people.actions.person import offer_claim
from gilde.people.models import Account, Person
from gilde.people.queries.claim import CLAIM_LIFETIME, claim_token


@pytest.fixture
def newcomer(client):
    client.force_login(make_account("anna@example.org"))
    return client


# ── welcome ──────────────────────────────────────────────────────────────────
def test_reading_any_page_first_asks_who_one_is_and_then_goes_on(newcomer):
    assert newcomer.get("/people/?work=both")["Location"] == "/welcome/?next=%2Fpeople%2F%3Fwork%3Dboth"
    assert newcomer.get("/")["Location"] == "/welcome/"
    assert newcomer.get("/account/email/").status_code == 200
    response = newcomer.post("/welcome/", {"name": "Anna", "next": "/people/?work=both"})
    assert response["Location"] == "/welcome/interests/", "a few things are asked on the way"
    assert newcomer.post("/welcome/skip/interests/")["Location"] == "/welcome/mail/"
    assert newcomer.post("/welcome/skip/mail/")["Location"] == "/people/?work=both"


def test_with_nothing_to_choose_from_the_subjects_are_asked_for_by_name(newcomer):
    newcomer.post("/welcome/", {"name": "Anna"})
    page = newcomer.get("/welcome/interests/").content.decode()
    assert "Name three subjects" in page
    assert "Subjects" in page
    assert "Something else" not in page
    assert "Choose three subjects" not in page


def test_what_was_sent_is_not_lost_to_a_redirect(newcomer):
    response = newcomer.post("/preference/", {"time_zone": "Asia/Tokyo", "next": "/"})
    assert response.cookies["gilde_time_zone"].value == "Asia/Tokyo"


@pytest.mark.parametrize(("browser", "kept"), [("en", "en"), ("nl-BE,en;q=0.5", "nl")])
def test_mails_speak_the_language_one_came_in_by_until_another_is_chosen(newcomer, browser, kept):
    newcomer.post("/welcome/", {"name": "Anna"}, HTTP_ACCEPT_LANGUAGE=browser)
    assert Account.objects.get().language == kept
    newcomer.post("/me/settings/", {"language": "", "theme": "", "time_zone": ""})
    newcomer.get("/", HTTP_ACCEPT_LANGUAGE=browser)
    assert Account.objects.get().language == ""


@pytest.mark.parametrize(
    ("browser", "kept"), [("Asia/Tokyo", "Asia/Tokyo"), ("", ""), ("Mars/Olympus", ""), ("../../etc/passwd", "")]
)
def test_times_in_mails_are_those_of_where_one_came_in_until_another_zone_is_chosen(newcomer, browser, kept):
    if browser:
        newcomer.cookies["gilde_time_zone"] = browser
    newcomer.post("/welcome/", {"name": "Anna"})
    assert Account.objects.get().time_zone == kept
    newcomer.post("/me/settings/", {"language": "", "theme": "", "time_zone": "Europe/Paris"})
    newcomer.get("/")
    assert Account.objects.get().time_zone == "Europe/Paris"


def test_a_photo_can_come_along_at_once(newcomer):
    newcomer.post("/welcome/", {"name": "Anna", "photo": picture()})
    assert Person.objects.get().photo_key


def test_a_photo_that_does_not_work_does_not_stop_anybody(newcomer):
    upload = picture()
    upload.file.seek(0)
    upload.file.truncate(60)
    response = newcomer.post("/welcome/", {"name": "Anna", "photo": upload})
    assert response["Location"] == "/welcome/interests/"
    assert Person.objects.get().name == "Anna"
    assert "We could not add your photo" in newcomer.get("/welcome/interests/").content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": ""}, "required"),
        ({"name": "x" * 200}, "at most 120"),
        ({"name": "A\x00"}, "cannot save"),
        ({"name": "Anna", "handle": "bob"}, "Choose another"),
        ({"name": "Anna", "handle": "no spaces"}, "2 to 30"),
    ],
)
def test_a_mistake_is_a_sentence_and_nothing_is_made(newcomer, data, sentence):
    make_person(handle="bob")
    response = newcomer.post("/welcome/", {**data, "next": "/people/"})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert 'value="/people/"' in response.content.decode()
    assert Person.objects.count() == 1


def test_sending_twice_makes_one_person(newcomer):
    for _ in range(2):
        assert newcomer.post("/welcome/", {"name": "Anna"}).status_code == 302
    assert Person.objects.count() == 1


def test_who_is_here_already_goes_on(client):
    assert log_in(make_person(), client).get("/welcome/?next=/people/")["Location"] == "/people/"


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_nobody_is_sent_elsewhere(newcomer, to):
    assert newcomer.post("/welcome/", {"name": "Anna", "next": to})["Location"] == "/welcome/interests/"
    newcomer.post("/welcome/skip/interests/")
    assert newcomer.post("/welcome/skip/mail/")["Location"] == "/"


def test_coming_back_takes_a_post_and_only_works_when_away(client):
    person = make_person(with_account=True, state="deactivated")
    log_in(person, client)
    assert client.get("/welcome/back/").status_code == 405
    assert client.post("/welcome/back/", {"next": "/people/"})["Location"] == "/people/"
    person.refresh_from_db()
    assert person.state == "active"


# ── claiming ─────────────────────────────────────────────────────────────────
@pytest.fixture
def waiting():
    return make_placeholder("Anna de Vries", handle="anna")


@pytest.fixture
def link(waiting):
    return reverse("people:claim", args=[offer_claim(actor=SYSTEM, person=waiting)])


def test_a_link_asks_whether_this_is_you_and_reading_it_writes_nothing(client, link):
    page = client.get(link)
    assert "Is this you?" in page.content.decode()
    assert "gilde_session" not in client.cookies
    assert page["Cache-Control"] == "no-store"


def test_somebody_new_says_yes_signs_up_and_is_that_person(client, link, waiting, settings):
    settings.ACCOUNT_SIGNUP_OPEN = False
    assert client.post(link)["Location"] == "/account/signup/"
    assert 'name="email"' in client.get("/account/signup/").content.decode()
    response = client.post("/account/signup/", {"email": "anna@example.org"})
    (message,) = deliver()
    assert client.post(response["Location"], {"code": code_in(message)})["Location"] == "/welcome/"
    page = client.get("/welcome/").content.decode()
    assert 'value="Anna de Vries"' in page
    client.post("/welcome/", {"name": "Anna de Vries", "handle": "anna"})
    waiting.refresh_from_db()
    assert waiting.account is not None
    assert client.get(link).status_code == 404


def test_somebody_with_an_account_goes_to_log_in(client, link):
    assert client.post(link, {"known": "1"})["Location"] == "/account/login/"


def test_an_account_without_a_person_takes_over_at_once(newcomer, link, waiting):
    assert newcomer.post(link)["Location"] == "/welcome/"
    newcomer.post("/welcome/", {"name": "Anna"})
    waiting.refresh_from_db()
    assert (waiting.name, waiting.handle, waiting.state) == ("Anna", "anna", "active")


def test_who_has_a_profile_is_asked_whether_this_is_them_too(client, link, waiting):
    anna = make_person("Anna", handle="anna-2")
    log_in(anna, client)
    page = client.get(link).content.decode()
    assert "Is this you too?" in page
    assert "You cannot undo this" in page
    assert Person.objects.filter(pk=waiting.pk).exists()
    assert client.post(link)["Location"] == "/@anna-2/"
    assert not Person.objects.filter(pk=waiting.pk).exists()
    assert client.get("/@anna/")["Location"] == "/@anna-2/"
    assert client.get(link).status_code == 404


def test_who_logs_in_to_a_profile_of_their_own_comes_back_to_the_question(client, link, waiting):
    anna = make_person(account=make_account("anna@example.org", password=PASSWORD))
    client.post(link, {"known": "1"})
    response = client.post("/account/login/", {"login": "anna@example.org", "password": PASSWORD})
    assert response["Location"] == link
    assert "gilde_claim" not in client.session
    assert "Is this you too?" in client.get(link).content.decode()
    assert anna.pk


def test_ones_own_page_shows_the_profile_that_waits_under_a_proven_address(client):
    anna = make_person(account=make_account("anna@example.org"))
    waiting = make_placeholder("A. de Vries", invited_email="anna@example.org")
    log_in(anna, client)
    page = client.get("/me/").content.decode()
    assert "A. de Vries" in page
    (link,) = re.findall(r'href="(/claim/[^"]+)"', page)
    client.post(link)
    assert not Person.objects.filter(pk=waiting.pk).exists()
    assert "/claim/" not in client.get("/me/").content.decode()


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "x" * 3000])
def test_a_token_nobody_made_is_404(client, token):
    assert client.get(f"/claim/{token}/").status_code == 404


def test_a_link_to_claim_that_is_too_old_or_was_used_says_whom_to_ask_for_another(client, monkeypatch):
    old, used = make_placeholder("Old de Vries"), make_placeholder("Used de Vries")
    with monkeypatch.context() as earlier:
        moment = time.time() - CLAIM_LIFETIME.total_seconds() - 1
        earlier.setattr("django.core.signing.time.time", lambda: moment)
        too_old = claim_token(old)
    spent = claim_token(used)
    used.delete()
    for token in (too_old, spent):
        for way in (client.get, client.post):
            page = way(f"/claim/{token}/", headers={"accept-language": "en"})
            assert page.status_code == 404
            assert "Ask the person who gave it to you for a new one." in page.content.decode()
            assert "de Vries" not in page.content.decode()
    assert Person.objects.filter(pk=old.pk).exists()


# ── setting up ───────────────────────────────────────────────────────────────
@pytest.fixture
def door(settings, tmp_path):
    settings.VAR = tmp_path
    return f"/setup/{setup_link.make()}/"


OPERATOR = {"name": "Anna", "email": "anna@example.org", "password": PASSWORD}


def test_the_set_up_link_makes_the_operator_and_leads_to_the_first_community(client, door):
    assert "You are the first" in client.get(door).content.decode()
    assert client.post(door, OPERATOR)["Location"] == reverse("communities:found")
    account = Account.objects.get()
    assert account.is_superuser
    assert account.person.name == "Anna"
    assert client.get("/operator/").status_code == 200


def test_the_link_works_once(client, door):
    client.post(door, OPERATOR)
    again = Client()
    assert again.get(door).status_code == 404
    assert again.post(door, {**OPERATOR, "email": "mallory@example.org"}).status_code == 404
    assert Account.objects.count() == 1


def test_a_mistake_does_not_use_the_link_up(client, door):
    response = client.post(door, {**OPERATOR, "password": "tooshort1", "name": ""})
    assert response.status_code == 422
    assert 'value="anna@example.org"' in response.content.decode()
    assert "tooshort1" not in response.content.decode()
    assert client.post(door, OPERATOR).status_code == 302


def test_another_token_is_404(client, door):
    answer = client.get("/setup/guess/")
    assert answer.status_code == 404
    assert "./gilde createadmin" in answer.content.decode()
    assert client.post("/setup/guess/", OPERATOR).status_code == 404
