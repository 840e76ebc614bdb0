"""Signing up, logging in and everything around an account, from page to page and with codes out of the mail."""

from __future__ import annotations

import re
import threading
import time
from datetime import timedelta

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestedCredentialData
from tests.factories.people import PASSWORD, log_in, make_account, make_person, make_placeholder
from tests.people.post import code_in, deliver

from gilde.core.arrival import INVITED_KEY
from gilde.core.clock import now
from gilde.people.models import Account, Person

LOGIN, SIGNUP = "/account/login/", "/account/signup/"


def visitor(language="en", **extra) -> Client:
    return Client(headers={"accept-language": language}, **extra)


def with_password(email="anna@example.org", **values) -> Person:
    return make_person("Anna", handle="anna", account=make_account(email, password=PASSWORD), **values)


def enter(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def is_logged_in(client) -> bool:
    return client.get("/me/").status_code == 200


def sign_up(client, email="anna@example.org", **values):
    response = client.post(SIGNUP, {"email": email, **values})
    assert response.status_code == 302, response.content.decode()
    (message,) = deliver()
    return client.post(response["Location"], {"code": code_in(message)})


# ── signing up ───────────────────────────────────────────────────────────────
def test_an_address_longer_than_addresses_are_is_refused_with_a_sentence_wherever_one_types_it():
    sixty = "a" * 60
    longest = f"{sixty}@{'.'.join([sixty] * 3)}.{'b' * 8}.nl"
    assert len(longest) == 254 + 1
    said = "at most 254 characters"
    assert said in visitor().post(SIGNUP, {"email": longest}).content.decode()
    client = log_in(with_password())
    page = client.post("/account/email/", {"action_add": "", "email": longest}).content.decode()
    assert said in page
    assert longest in page
    assert deliver() == []
    response = client.post("/account/email/", {"action_add": "", "email": longest[1:]})
    assert response["Location"].startswith("/account/reauthenticate/"), "the longest there is goes on"


def test_who_signs_up_reads_what_happens_without_a_password_and_where_to_look_for_the_code():
    client = visitor()
    assert "Leave it empty and we email you a code" in client.get(SIGNUP).content.decode()
    response = client.post(SIGNUP, {"email": "anna@example.org"})
    page = client.get(response["Location"]).content.decode()
    assert "Look in your spam folder too" in page
    assert "mailto:" not in page


@pytest.mark.parametrize("way", ["signing up", "logging in"])
def test_a_code_that_did_not_come_can_be_asked_for_twice_more(way):
    client = visitor()
    if way == "signing up":
        page = client.post(SIGNUP, {"email": "anna@example.org"})["Location"]
    else:
        with_password()
        page = client.post("/account/login/code/", {"email": "anna@example.org"})["Location"]
    codes = [code_in(deliver()[-1])]
    for _again in range(2):
        assert "Send a new code" in client.get(page).content.decode()
        answer = client.post(page, {"action": "resend"})
        assert "anna@example.org" in client.get(answer["Location"]).content.decode()
        codes.append(code_in(deliver()[-1]))
    assert len(set(codes)) == 3
    assert "Send a new code" not in client.get(page).content.decode()
    assert client.post(page, {"code": codes[0]}).status_code == 200
    assert client.post(page, {"code": codes[-1]}).status_code == 302


@pytest.mark.parametrize("way", ["signing up", "logging in"])
def test_where_the_code_went_is_said_once_and_again_only_for_another_code(way):
    client = visitor()
    if way == "signing up":
        page = client.post(SIGNUP, {"email": "anna@example.org"})["Location"]
    else:
        with_password()
        page = client.post("/account/login/code/", {"email": "anna@example.org"})["Location"]
    shown = client.get(page).content.decode()
    assert "We sent a code to anna@example.org." in shown
    assert 'class="flashes"' not in shown
    client.post(page, {"action": "resend"})
    assert client.get(page).content.decode().count('class="notice ') == 1


def test_who_just_signed_up_reads_one_message_and_who_logs_in_reads_that_they_are_in():
    client = visitor()
    sign_up(client, password1=PASSWORD)
    page = client.get("/welcome/").content.decode()
    assert page.count('class="notice ') == 1
    assert "anna@example.org" in page
    client.post("/welcome/", {"name": "Anna"})
    again = visitor()
    assert enter(again, "anna@example.org")["Location"] == "/welcome/", "halfway: on with the first steps"
    assert "Anna" in again.get("/welcome/", follow=True).content.decode()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_address_a_code_and_a_name_are_all_it_takes(language):
    client = visitor(language)
    assert sign_up(client)["Location"] == "/welcome/"
    assert client.get("/me/")["Location"].startswith("/welcome/")
    response = client.post("/welcome/", {"name": "Anna de Vries", "handle": ""})
    assert response["Location"] == "/welcome/interests/"
    person = Person.objects.get()
    assert (person.name, person.handle) == ("Anna de Vries", "anna-de-vries")
    assert not person.account.has_usable_password()
    assert EmailAddress.objects.get().verified
    assert is_logged_in(client)


def test_a_password_is_welcome_and_weighed():
    client = visitor()
    assert client.post(SIGNUP, {"email": "anna@example.org", "password1": "short"}).status_code == 200
    sign_up(client, password1=PASSWORD)
    assert Account.objects.get().check_password(PASSWORD)


def test_the_way_one_was_going_is_kept_through_signing_up_and_saying_who_one_is():
    client = visitor()
    response = client.post(f"{SIGNUP}?next=/people/", {"email": "anna@example.org", "next": "/people/"})
    (message,) = deliver()
    response = client.post(response["Location"], {"code": code_in(message), "next": "/people/"})
    assert response["Location"] == "/welcome/?next=%2Fpeople%2F"
    assert 'value="/people/"' in client.get(response["Location"]).content.decode()
    response = client.post("/welcome/", {"name": "Anna", "next": "/people/"})
    assert response["Location"] == "/welcome/interests/"  # two more questions; then on to where she was going
    assert client.post("/welcome/skip/interests/")["Location"] == "/welcome/mail/"
    assert client.post("/welcome/skip/mail/")["Location"] == "/people/"


def test_a_wrong_code_opens_nothing_and_three_end_it():
    client = visitor()
    response = client.post(SIGNUP, {"email": "anna@example.org"})
    deliver()
    for _ in range(3):
        client.post(response["Location"], {"code": "AAAA-AAAA"})
    assert not EmailAddress.objects.filter(verified=True).exists()
    assert not is_logged_in(client)


def test_signing_up_with_a_known_address_looks_the_same_and_mails_its_owner():
    make_account("anna@example.org")
    known, new = visitor(), visitor()
    first = known.post(SIGNUP, {"email": "Anna@Example.org"})
    second = new.post(SIGNUP, {"email": "bob@example.org"})
    assert first["Location"] == second["Location"]
    owner, newcomer = deliver()
    assert owner.to == ["anna@example.org"]
    assert newcomer.to == ["bob@example.org"]
    assert Account.objects.count() == 2
    shown, other = known.get(first["Location"]), new.get(second["Location"])
    assert shown.status_code == other.status_code == 200


def test_by_invitation_only_the_door_opens_for_who_was_invited(settings):
    settings.ACCOUNT_SIGNUP_OPEN = False
    client = visitor()
    page = client.get(SIGNUP).content.decode()
    assert 'name="email"' not in page
    client.post(SIGNUP, {"email": "anna@example.org"})
    assert not Account.objects.exists()
    session = client.session
    session[INVITED_KEY] = True
    session.save()
    assert sign_up(client)["Location"] == "/welcome/"


def test_who_was_invited_by_mail_finds_what_waits_and_takes_it_over():
    waiting = make_placeholder("A. de Vries", handle="a-de-vries", invited_email="anna@example.org")
    client = visitor()
    sign_up(client)
    page = client.get("/welcome/").content.decode()
    assert "We already know you as A. de Vries" in page
    assert 'value="a-de-vries"' in page
    client.post("/welcome/", {"name": "Anna de Vries", "handle": "a-de-vries"})
    waiting.refresh_from_db()
    assert (waiting.name, waiting.state) == ("Anna de Vries", "active")


def signed_up_by_somebody_else(email="victim@example.org") -> Client:
    """Somebody typed an address that is not theirs, with a password of their own, and waits."""
    stranger = visitor()
    stranger.post(SIGNUP, {"email": email, "password1": PASSWORD})
    deliver()
    assert Account.objects.get(email=email).check_password(PASSWORD)
    return stranger


def test_who_signed_up_with_an_address_of_somebody_else_is_kept_out_once_its_owner_logs_in_with_a_code():
    stranger = signed_up_by_somebody_else()
    owner = visitor()
    asked = owner.post("/account/login/code/", {"email": "victim@example.org"})
    (message,) = deliver()
    owner.post(asked["Location"], {"code": code_in(message)})
    page = owner.get("/welcome/")
    assert page.status_code == 200, "the owner is in, and stays in"
    assert "someone else may have chosen it" in page.content.decode()
    assert EmailAddress.objects.get().verified
    assert not Account.objects.get().has_usable_password()
    again = visitor()
    enter(again, "victim@example.org")
    for client in (stranger, again):
        assert client.get("/welcome/").status_code == 302
        assert not is_logged_in(client)


def test_a_password_that_somebody_else_chose_is_gone_as_soon_as_its_owner_asks_for_another_one():
    signed_up_by_somebody_else()
    owner = visitor()
    asked = owner.post("/account/password/reset/", {"email": "victim@example.org"})
    (message,) = deliver()
    owner.post(asked["Location"], {"code": code_in(message)})  # and no further
    assert EmailAddress.objects.get().verified
    stranger = visitor()
    enter(stranger, "victim@example.org")
    assert stranger.get("/welcome/").status_code == 302
    owner.post("/account/password/reset/complete/", {"password1": "another horse 88", "password2": "another horse 88"})
    assert Account.objects.get().check_password("another horse 88")


def test_who_signed_up_with_a_password_and_shows_it_with_the_first_code_keeps_it():
    visitor().post(SIGNUP, {"email": "anna@example.org", "password1": PASSWORD})
    deliver()
    elsewhere = visitor()
    asked = enter(elsewhere, "anna@example.org")
    (message,) = deliver()
    elsewhere.post(asked["Location"], {"code": code_in(message)})
    assert elsewhere.get("/welcome/").status_code == 200
    assert Account.objects.get().check_password(PASSWORD)
    with_code = visitor()
    asked = with_code.post("/account/login/code/", {"email": "anna@example.org"})
    (message,) = deliver()
    with_code.post(asked["Location"], {"code": code_in(message)})
    assert with_code.get("/welcome/").status_code == 200
    assert Account.objects.get().check_password(PASSWORD), "a proven address takes nothing away"


# ── logging in ───────────────────────────────────────────────────────────────
def test_a_password_logs_in_and_leads_to_where_one_was_going():
    with_password()
    client = visitor()
    response = client.post(
        f"{LOGIN}?next=/people/", {"login": "ANNA@example.org ", "password": PASSWORD, "next": "/people/"}
    )
    assert response["Location"] == "/people/"
    assert is_logged_in(client)


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"])
def test_nobody_is_sent_to_another_site_after_logging_in(to):
    with_password()
    assert visitor().post(LOGIN, {"login": "anna@example.org", "password": PASSWORD, "next": to})["Location"] == "/"


def test_a_code_by_mail_logs_in():
    with_password()
    client = visitor()
    response = client.post(reverse("account_request_login_code"), {"email": "anna@example.org"})
    (message,) = deliver()
    client.post(response["Location"], {"code": code_in(message)})
    assert is_logged_in(client)


@pytest.mark.parametrize("address", ["anna@example.org", "anna@work.example"])
def test_a_code_is_mailed_in_the_language_of_the_account_whatever_the_browser_asks(address):
    person = with_password()
    person.account.language = "nl"
    person.account.save()
    EmailAddress.objects.create(user=person.account, email="anna@work.example", verified=True)
    visitor().post(reverse("account_request_login_code"), {"email": address.upper()}, headers={"accept-language": "en"})
    (message,) = deliver()
    assert message.subject == "Je code om in te loggen bij Gilde"


def test_after_logging_in_one_is_greeted_by_name():
    person = with_password()
    client = visitor()
    enter(client, "anna@example.org")
    page = client.get("/").content.decode()
    assert f"signed in as {person.name}" in page or f"Welcome, {person.name}" in page
    assert "anna@example.org" not in page


def test_asking_a_code_for_an_unknown_address_looks_the_same_and_takes_one_mail_too():
    with_password()
    known, unknown = visitor(), visitor()
    first = known.post(reverse("account_request_login_code"), {"email": "anna@example.org"})
    second = unknown.post(reverse("account_request_login_code"), {"email": "nobody@example.org"})
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    pages = [
        client.get(first["Location"]).content.decode().replace(email, "X")
        for client, email in ((known, "anna@example.org"), (unknown, "nobody@example.org"))
    ]
    without_tokens = [page.split("csrfmiddlewaretoken")[0] for page in pages]
    assert without_tokens[0] == without_tokens[1]
    assert len(deliver()) == 2


def test_who_is_away_is_asked_to_come_back():
    person = with_password(state="deactivated")
    client = visitor()
    assert enter(client, "anna@example.org")["Location"] == "/welcome/"
    assert "Welcome back" in client.get("/welcome/").content.decode()
    client.post("/welcome/back/")
    person.refresh_from_db()
    assert person.state == "active"
    assert is_logged_in(client)


def test_a_closed_account_does_not_log_in():
    person = with_password()
    Account.objects.filter(pk=person.account_id).update(is_active=False)
    client = visitor()
    enter(client, "anna@example.org")
    assert not is_logged_in(client)


# ── guessing ─────────────────────────────────────────────────────────────────
def guess(email="anna@example.org", password="wrong wrong wrong", address="198.51.100.7", **headers):
    return enter(visitor(), email, password, REMOTE_ADDR=address, headers=headers)


def test_the_second_step_cannot_be_guessed_at_without_end():
    person = with_password()
    client = visitor()
    enter(client, "anna@example.org")
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
    assert Authenticator.objects.filter(user=person.account, type="totp").exists()

    guesser = visitor()  # who knows the password
    enter(guesser, "anna@example.org")
    for _try in range(6):
        page = guesser.post(reverse("mfa_authenticate"), {"code": "wrong1"}).content.decode()
        assert "Wait a quarter of an hour" not in page
    page = guesser.post(reverse("mfa_authenticate"), {"code": totp(secret)}).content.decode()
    assert "Wait a quarter of an hour" in page
    assert not is_logged_in(guesser)

    again = visitor()  # from another browser the count is the same
    enter(again, "anna@example.org")
    again.post(reverse("mfa_authenticate"), {"code": totp(secret)})
    assert not is_logged_in(again)


def test_who_proves_with_too_many_wrong_passwords_is_told_to_wait_and_not_to_log_in():
    with_password()
    client = visitor()
    enter(client, "anna@example.org")
    for _try in range(6):
        assert client.post(reverse("account_reauthenticate"), {"password": "wrong wrong"}).status_code == 200
    refused = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert refused.status_code == 429
    assert "A password works again in" in refused.content.decode()
    assert "Email me a code" not in refused.content.decode()


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_second_step_in_the_same_instant_are_counted_one_by_one():
    person = with_password()
    TOTP.activate(person.account, "JBSWY3DPEHPK3PXP")
    guesser = visitor()
    enter(guesser, "anna@example.org")
    said = []

    def guess():
        try:
            client = visitor()
            client.cookies = guesser.cookies
            said.append(client.post(reverse("mfa_authenticate"), {"code": "wrong1"}).content.decode())
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 9
    assert sum("Wait a quarter of an hour" in page for page in said) == 3


def test_after_three_wrong_codes_out_of_a_mail_one_is_told_to_ask_for_another():
    with_password()
    client = visitor()
    client.post(reverse("account_request_login_code"), {"email": "anna@example.org"})
    for _try in range(3):
        answer = client.post(reverse("account_confirm_login_code"), {"code": "WRONGX"}, follow=True)
    page = answer.content.decode()
    assert "wrong three times" in page
    assert "Wait a" not in page


def test_the_seventh_wrong_password_in_a_quarter_is_refused_with_the_time_to_wait():
    with_password()
    answers = [guess() for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    wait = int(answers[-1]["Retry-After"])
    page = answers[-1].content.decode()
    assert 0 < wait <= 15 * 60
    assert "Too many attempts" in page
    assert f"A password works again in {-(-wait // 60)} minute" in page
    assert reverse("account_request_login_code") in page  # the way in that is open meanwhile
    assert "http-equiv" not in page  # a log-in that was posted does not try again by itself
    assert "go back with your browser" not in page  # no browser brings a password back


@pytest.mark.parametrize(
    "spelling",
    ["ANNA@EXAMPLE.ORG", " anna@example.org ", "anna@example.org\t", "ａｎｎａ@example.org", "Anna@Example.org"],
)
def test_another_spelling_of_the_name_gives_no_new_try(spelling):
    with_password()
    for _ in range(6):
        guess()
    response = guess(spelling, PASSWORD)
    assert response.status_code in {200, 429}
    assert "_auth_user_id" not in response.client.session


@pytest.mark.parametrize(
    "headers",
    [{"X-Forwarded-For": "203.0.113.9"}, {"Forwarded": "for=203.0.113.9"}, {"X-Real-IP": "203.0.113.9"}],
)
def test_headers_of_the_sender_give_no_new_address(headers):
    with_password()
    for _ in range(6):
        guess()
    assert guess(password=PASSWORD, **headers).status_code == 429


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("198.51.100.7", "198.51.100.99", 429),
        ("198.51.100.7", "198.51.101.7", 302),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", 429),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", 302),
    ],
)
def test_a_subnet_counts_as_one_and_another_one_is_not_locked_out(first, second, status):
    with_password()
    for _ in range(6):
        guess(address=first)
    assert guess(password=PASSWORD, address=second).status_code == status


def test_one_password_over_many_names_is_stopped_too(monkeypatch):
    from gilde.core.limits import Rate
    from gilde.people import limits

    monkeypatch.setattr(limits, "SUBNET", Rate(5, 900))
    answers = [guess(f"nobody{number}@example.org").status_code for number in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_many_places_guessing_together_are_stopped_but_not_where_the_owner_logged_in_before(monkeypatch):
    from gilde.core.limits import Rate
    from gilde.people import limits

    person = with_password()
    home = visitor()
    enter(home, "anna@example.org", REMOTE_ADDR="192.0.2.1")
    assert UserSession.objects.get(user=person.account).ip == "192.0.2.1"
    monkeypatch.setattr(limits, "EVERYWHERE", Rate(3, 3600))
    for number in range(4):
        guess(address=f"198.51.{number}.1")
    assert guess(password=PASSWORD, address="203.0.113.1").status_code == 429
    assert guess(password=PASSWORD, address="192.0.2.77").status_code == 302


def test_a_right_password_starts_the_count_anew():
    with_password()
    for _ in range(3):
        for _ in range(5):
            guess()
        assert guess(password=PASSWORD).status_code == 302


def test_a_mailbox_cannot_be_flooded_through_any_of_the_pages():
    with_password()
    answers = []
    for number in range(6):
        for address in (reverse("account_request_login_code"), reverse("account_reset_password"), SIGNUP):
            data = {"email": "anna@example.org"}
            answers.append(visitor().post(address, data, REMOTE_ADDR=f"198.51.{number}.1"))
    assert len(deliver()) <= 8
    refused = next(answer for answer in answers if answer.status_code == 429).content.decode()
    assert "Look for the newest one" in refused
    assert reverse("account_request_login_code") not in refused  # another code is what there will not be


def test_too_many_of_anything_else_says_when_to_try_again(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "1/m/ip"}
    answers = [visitor().post(SIGNUP, {"email": f"{name}@example.org"}) for name in ("eva", "fin")]
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "60"
    assert "You can try again in 1 minute." in answers[-1].content.decode()


# ── passwords and addresses ──────────────────────────────────────────────────
def test_a_new_password_by_code_ends_every_other_session():
    person = with_password()
    elsewhere = visitor()
    enter(elsewhere, "anna@example.org")
    client = visitor()
    response = client.post(reverse("account_reset_password"), {"email": "anna@example.org"})
    (message,) = deliver()
    response = client.post(response["Location"], {"code": code_in(message)})
    new = "quite another password"
    response = client.post(response["Location"], {"password1": new, "password2": new})
    assert response.status_code == 302
    person.account.refresh_from_db()
    assert person.account.check_password(new)
    assert not is_logged_in(elsewhere)


def test_a_reset_with_two_addresses_mails_one():
    with_password()
    visitor().post(reverse("account_reset_password"), {"email": ["anna@example.org", "mallory@example.net"]})
    assert len(deliver()) == 1
    visitor().post(reverse("account_reset_password"), {"email": "anna@example.org\nBcc: mallory@example.net"})
    assert deliver() == []


def test_changing_a_password_keeps_this_session_and_ends_the_others():
    with_password()
    here, elsewhere = visitor(), visitor()
    for client in (here, elsewhere):
        enter(client, "anna@example.org")
    new = "quite another password"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)


def test_another_main_address_ends_the_other_sessions():
    person = with_password()
    EmailAddress.objects.create(user=person.account, email="anna@work.example", verified=True)
    here, elsewhere = visitor(), visitor()
    for client in (here, elsewhere):
        enter(client, "anna@example.org")
    prove(here)
    here.post(reverse("account_email"), {"email": "anna@work.example", "action_primary": "1"})
    person.account.refresh_from_db()
    assert person.account.email == "anna@work.example"
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)


def prove(client):
    response = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert response.status_code == 302


def test_each_address_offers_what_can_be_done_with_it_and_no_more():
    person = with_password()
    client = visitor()
    enter(client, "anna@example.org")

    def offered():
        page = client.get(reverse("account_email")).text
        panels = re.findall(r'<section class="account-panel"><h2>([^ <]+).*?</section>', page, re.DOTALL)
        whole = re.findall(r'<section class="account-panel">.*?</section>', page, re.DOTALL)
        return {
            one: [act for act in ("primary", "send", "remove") if f'name="action_{act}"' in text]
            for one, text in zip(panels, whole, strict=True)
        }

    assert offered() == {"anna@example.org": []}
    EmailAddress.objects.create(user=person.account, email="anna@home.example", verified=True)
    EmailAddress.objects.create(user=person.account, email="anna@work.example", verified=False)
    assert offered() == {
        "anna@example.org": [],
        "anna@home.example": ["primary", "remove"],
        "anna@work.example": ["send", "remove"],
    }
    prove(client)
    client.post(reverse("account_email"), {"email": "anna@home.example", "action_primary": ""})
    client.post(reverse("account_email"), {"email": "anna@work.example", "action_remove": ""})
    assert offered() == {"anna@example.org": ["primary", "remove"], "anna@home.example": []}


def test_a_second_address_is_proven_with_a_code():
    person = with_password()
    client = visitor()
    enter(client, "anna@example.org")
    prove(client)
    response = client.post(reverse("account_email"), {"email": "anna@work.example", "action_add": "1"})
    messages = [message for message in deliver() if message.to == ["anna@work.example"]]
    proven = client.post(response["Location"], {"code": code_in(messages[0])})
    assert proven["Location"] == reverse("account_email")
    assert EmailAddress.objects.filter(user=person.account, email="anna@work.example", verified=True).exists()
    [told] = [message for message in deliver() if message.subject == "An email address was added"]
    assert told.to == ["anna@example.org"], "the main address hears of it, whoever did it"
    assert "you can also log in with anna@work.example" in told.body


# ── second factor, sessions ──────────────────────────────────────────────────
def totp(secret: str, *, steps: int = 0) -> str:
    """The code that an authenticator app shows, or showed or will show so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def stopped_clock(monkeypatch) -> None:
    """No half minute ends while a test runs."""
    moment = time.time() // 30 * 30 + 10
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: moment)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_an_app_works_half_a_minute_sooner_and_later_and_only_once(steps, monkeypatch):
    stopped_clock(monkeypatch)
    person = with_password()
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person.account, secret)
    code = totp(secret, steps=steps)
    first = visitor()
    enter(first, "anna@example.org")
    first.post(reverse("mfa_authenticate"), {"code": code})
    assert is_logged_in(first)
    # What allauth remembers for half a minute is over; the code itself would still work.
    cache.delete(f"allauth.mfa.totp.used?user={person.account.pk}&code={code}")
    thief = visitor()
    enter(thief, "anna@example.org")
    for spelled in (code, f" {code[:3]}-{code[3:]} "):
        page = thief.post(reverse("mfa_authenticate"), {"code": spelled}).content.decode()
        assert "This code is not right" in page
        assert not is_logged_in(thief)
    assert "This code is not right" in first.post(reverse("mfa_reauthenticate"), {"code": code}).content.decode()


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_of_an_app_that_is_older_or_newer_than_that_is_refused(steps, monkeypatch):
    stopped_clock(monkeypatch)
    person = with_password()
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person.account, secret)
    client = visitor()
    enter(client, "anna@example.org")
    client.post(reverse("mfa_authenticate"), {"code": totp(secret, steps=steps)})
    assert not is_logged_in(client)


def test_a_used_code_sent_again_gives_no_new_guesses():
    person = with_password()
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person.account, secret)
    first, guesser = visitor(), visitor()
    code = totp(secret)
    enter(first, "anna@example.org")
    first.post(reverse("mfa_authenticate"), {"code": code})
    assert is_logged_in(first)
    cache.delete(f"allauth.mfa.totp.used?user={person.account.pk}&code={code}")
    enter(guesser, "anna@example.org")
    for _try in range(6):
        guesser.post(reverse("mfa_authenticate"), {"code": "wrong1"})
    guesser.post(reverse("mfa_authenticate"), {"code": code})
    assert "Wait a quarter of an hour" in guesser.post(reverse("mfa_authenticate"), {"code": "wrong1"}).content.decode()


def test_an_authenticator_and_recovery_codes_guard_the_next_log_in():
    person = with_password()
    client = visitor()
    enter(client, "anna@example.org")
    prove(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    assert page.status_code == 200
    client.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
    assert set(Authenticator.objects.filter(user=person.account).values_list("type", flat=True)) == {
        "totp",
        "recovery_codes",
    }
    codes = Authenticator.objects.get(user=person.account, type="recovery_codes").wrap().get_unused_codes()
    assert codes[0] in client.get(reverse("mfa_view_recovery_codes")).content.decode()

    again = visitor()
    response = enter(again, "anna@example.org")
    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_logged_in(again)
    assert again.get(response["Location"]).status_code == 200
    again.post(response["Location"], {"code": "000000"})
    assert not is_logged_in(again)
    again.post(response["Location"], {"code": codes[0]})
    assert is_logged_in(again)


def test_an_app_that_scanned_the_first_look_fits_after_a_second_one_for_a_quarter_of_an_hour(monkeypatch):
    with_password()
    client = visitor()
    enter(client, "anna@example.org")
    client.get(reverse("mfa_activate_totp"))
    scanned = client.session["mfa.totp.secret"]
    assert scanned in client.get(reverse("mfa_activate_totp")).content.decode()
    client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert scanned in client.get(reverse("mfa_activate_totp")).content.decode()
    with monkeypatch.context() as later:
        moment = time.time() + 901
        later.setattr("gilde.people.forms.authenticator.time.time", lambda: moment)
        assert client.get(reverse("mfa_activate_totp")).status_code == 302, "proof is asked for again too"
        prove(client)
        assert scanned not in client.get(reverse("mfa_activate_totp")).content.decode()


def guarded_page(client) -> str:
    return client.get(enter(client, "anna@example.org")["Location"]).content.decode()


def test_the_second_step_offers_a_passkey_only_to_people_who_have_one(monkeypatch):
    person = with_password()
    client = visitor()
    enter(client, "anna@example.org")
    prove(client)
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": totp(client.session["mfa.totp.secret"])})
    assert Authenticator.objects.filter(user=person.account, type="totp").exists()
    without = guarded_page(visitor())
    assert "One more step" in without
    assert "Use a passkey" not in without
    key = ES256({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})
    mine = AttestedCredentialData.create(Aaguid.NONE, b"0123456789abcdef", key)
    monkeypatch.setattr(webauthn, "get_credentials", lambda user: [mine])
    both = guarded_page(visitor())
    assert "Use a passkey" in both
    assert "your app shows" in both
    Authenticator.objects.filter(type="totp").delete()
    Authenticator.objects.create(user=person.account, type="webauthn", data={"name": "Laptop"})
    passkey_alone = guarded_page(visitor())
    assert "Use your passkey, or type one of your recovery codes." in passkey_alone
    assert "your app shows" not in passkey_alone


def test_sessions_are_listed_and_the_others_can_be_ended():
    with_password()
    here, elsewhere = visitor(), visitor()
    for client in (here, elsewhere):
        enter(client, "anna@example.org")
    assert here.get(reverse("usersessions_list")).status_code == 200
    here.post(reverse("usersessions_list"))
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)


def test_who_just_signed_up_adds_a_second_step_and_sees_its_codes_without_another_code():
    client = visitor()
    sign_up(client)
    client.post("/welcome/", {"name": "Anna"})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    response = client.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert codes[0] in client.get(response["Location"]).content.decode()
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


@pytest.mark.parametrize(("language", "label"), [("en", "Name"), ("nl", "Naam")])
def test_the_name_of_a_passkey_is_asked_for_in_the_reader_s_language(language, label):
    client = visitor(language)
    sign_up(client)
    client.post("/welcome/", {"name": "Anna"})
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert re.search(rf"<label[^>]*>\s*{label}\b", page)


def test_a_fresh_log_in_adds_a_key_but_takes_none_away_and_changes_no_address():
    person = with_password()
    client = visitor()
    enter(client, "anna@example.org")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    response = client.post(reverse("account_email"), {"email": "mallory@example.net", "action_add": "1"})
    assert reverse("account_reauthenticate") in response["Location"]
    assert not EmailAddress.objects.filter(email="mallory@example.net").exists()
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    Authenticator.objects.update(created_at=now() - timedelta(hours=1))
    for page in ("mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_generate_recovery_codes"):
        assert "reauthenticate" in client.get(reverse(page)).get("Location", ""), page
    assert "reauthenticate" in client.post(reverse("mfa_deactivate_totp")).get("Location", "")
    assert Authenticator.objects.filter(user=person.account, type="totp").exists()


def test_adding_a_key_asks_again_a_quarter_of_an_hour_after_logging_in(monkeypatch):
    with_password()
    client = visitor()
    enter(client, "anna@example.org")
    later = time.time() + 901
    monkeypatch.setattr("gilde.people.adapter.time.time", lambda: later)
    assert "reauthenticate" in client.get(reverse("mfa_add_webauthn"))["Location"]


LATE = "This code works no more"


def a_code_asked_for(client, way) -> str:
    """Ask for a code; the page that waits for it."""
    if way == "account_signup":
        return client.post(SIGNUP, {"email": "new@example.org"})["Location"]
    with_password()
    if way != "account_email":
        return client.post(reverse(way), {"email": "anna@example.org"})["Location"]
    enter(client, "anna@example.org")
    prove(client)
    return client.post(reverse(way), {"email": "new@example.org", "action_add": "1"})["Location"]


@pytest.mark.parametrize(
    "way", ["account_signup", "account_request_login_code", "account_reset_password", "account_email"]
)
def test_a_code_that_comes_too_late_opens_nothing_and_says_so(way, monkeypatch):
    client = visitor()
    page = a_code_asked_for(client, way)
    code = code_in(deliver()[-1])
    assert LATE not in client.get(page).content.decode()
    with monkeypatch.context() as later:
        moment = time.time() + 901
        later.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: moment)
        answer = client.post(page, {"code": code}, follow=True)
    assert answer.content.decode().count(LATE) == 1
    assert not EmailAddress.objects.filter(email="new@example.org", verified=True).exists()


@pytest.mark.parametrize(
    "way", ["account_signup", "account_request_login_code", "account_reset_password", "account_email"]
)
def test_a_code_that_comes_in_time_says_nothing_of_being_late(way):
    client = visitor()
    page = a_code_asked_for(client, way)
    answer = client.post(page, {"code": code_in(deliver()[-1])}, follow=True)
    assert LATE not in answer.content.decode()


def test_a_new_password_that_comes_too_late_says_so(monkeypatch):
    client = visitor()
    page = a_code_asked_for(client, "account_reset_password")
    onward = client.post(page, {"code": code_in(deliver()[-1])})["Location"]
    with monkeypatch.context() as later:
        moment = time.time() + 901
        later.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: moment)
        answer = client.post(onward, {"password1": "another one 12", "password2": "another one 12"}, follow=True)
    assert LATE in answer.content.decode()
    assert Account.objects.get().check_password(PASSWORD)


def by_code_long_ago(email="anna@example.org"):
    """Somebody without a password, who logged in an hour ago."""
    client = log_in(make_person("Anna", account=make_account(email)))
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time() - 3600}]
    session.save()
    return client


def ask_proof(client, next_="/me/") -> str:
    client.post("/me/prove/", {"action": "send", "next": next_})
    return code_in(deliver()[-1])


def test_who_has_only_codes_proves_with_one_before_another_address_is_added_and_types_it_once():
    client = by_code_long_ago()
    response = client.post(reverse("account_email"), {"email": "new@example.net", "action_add": "1"})
    assert response["Location"] == "/me/prove/?next=%2Faccount%2Femail%2F"
    code = ask_proof(client, "/account/email/")
    answer = client.post("/me/prove/", {"code": code, "next": "/account/email/"})
    assert answer["Location"] == reverse("account_email_verification_sent"), "what was asked before goes on by itself"
    assert deliver()[-1].to == ["new@example.net"]


@pytest.mark.parametrize("page", ["account_set_password", "mfa_activate_totp", "mfa_add_webauthn"])
def test_who_has_only_codes_proves_with_one_before_another_way_in_is_added(page):
    client = by_code_long_ago()
    assert client.get(reverse(page))["Location"].startswith("/me/prove/?next=")
    client.post(reverse(page), {"password1": PASSWORD + "1", "password2": PASSWORD + "1", "code": "1"})
    assert not Account.objects.get().has_usable_password()
    client.post("/me/prove/", {"code": ask_proof(client)})
    assert client.get(reverse(page)).status_code == 200


def test_a_first_password_takes_the_passkey_or_app_that_one_has():
    client = by_code_long_ago()
    TOTP.activate(Account.objects.get(), "JBSWY3DPEHPK3PXP")
    assert client.get(reverse("account_set_password"))["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.get("/me/prove/?next=/me/")["Location"].startswith(reverse("mfa_reauthenticate"))


def test_who_has_a_passkey_and_no_app_is_asked_for_the_passkey_and_may_use_a_recovery_code():
    client = by_code_long_ago()
    for kind, data in (("webauthn", {"name": "Laptop"}), ("recovery_codes", {"seed": "x", "used_mask": 0})):
        Authenticator.objects.create(user=Account.objects.get(), type=kind, data=data)
    assert client.get(reverse("account_set_password"))["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))
    assert client.get(reverse("mfa_reauthenticate")).status_code == 200
    ways = [str(method["description"]) for method in get_adapter().get_reauthentication_methods(Account.objects.get())]
    assert ways[-1] == "Use a recovery code"
    TOTP.activate(Account.objects.get(), "JBSWY3DPEHPK3PXP")
    assert client.get(reverse("account_set_password"))["Location"].startswith(reverse("mfa_reauthenticate") + "?")


def test_a_code_that_proves_works_once_for_a_while_in_one_browser_and_three_wrong_ones_end_it(monkeypatch):
    client, other = by_code_long_ago(), by_code_long_ago("bram@example.org")
    code = ask_proof(client)
    other.post("/me/prove/", {"code": code})
    assert other.get(reverse("account_set_password")).status_code == 302
    for _ in range(3):
        client.post("/me/prove/", {"code": "BBBB-BBBB"})
    assert "works no more" in client.get("/me/prove/").content.decode()
    client.post("/me/prove/", {"code": code})
    assert client.get(reverse("account_set_password")).status_code == 302
    earlier, newer = ask_proof(client), ask_proof(client)
    client.post("/me/prove/", {"code": earlier})
    assert client.get(reverse("account_set_password")).status_code == 302
    with monkeypatch.context() as later:
        moment = time.time() + 901
        later.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: moment)
        client.post("/me/prove/", {"code": newer})
    assert client.get(reverse("account_set_password")).status_code == 302
    client.post("/me/prove/", {"code": ask_proof(client)})
    assert client.get(reverse("account_set_password")).status_code == 200


def test_one_place_is_ended_and_the_others_stay():
    with_password()
    here, elsewhere, third = visitor(), visitor(), visitor()
    for client in (here, elsewhere, third):
        enter(client, "anna@example.org")
    page = here.get(reverse("usersessions_list")).content.decode()
    rows = UserSession.objects.order_by("pk")
    assert page.count("/end/") == 2
    assert f"/me/sessions/{rows[0].pk}/end/" not in page
    here.post(f"/me/sessions/{rows[1].pk}/end/")
    assert [is_logged_in(client) for client in (here, elsewhere, third)] == [True, False, True]
    here.post(f"/me/sessions/{rows[0].pk}/end/")
    assert is_logged_in(here)


def test_nobody_ends_the_session_of_somebody_else():
    with_password()
    make_person("Bram", account=make_account("bram@example.org", password=PASSWORD))
    anna, bram = visitor(), visitor()
    enter(anna, "anna@example.org")
    enter(bram, "bram@example.org")
    bram.post(f"/me/sessions/{UserSession.objects.order_by('pk').first().pk}/end/")
    assert is_logged_in(anna)


def test_the_challenge_for_a_passkey_is_given_to_anyone_and_a_forged_answer_opens_nothing():
    client = visitor()
    answer = client.get(reverse("mfa_login_webauthn"), headers={"X-Requested-With": "XMLHttpRequest"})
    assert "challenge" in str(answer.json())
    client.post(reverse("mfa_login_webauthn"), {"credential": "{}"})
    assert not is_logged_in(client)


def test_a_provider_stands_on_the_log_in_page_when_configured(settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "Our Works Login",
                    "client_id": "x",
                    "secret": "y",
                    "settings": {"server_url": "https://id.example.org"},
                }
            ]
        }
    }
    assert "Our Works Login" in visitor().get(LOGIN).content.decode()


# ── every page, both languages ───────────────────────────────────────────────
OPEN = ["account_login", "account_signup", "account_reset_password", "account_request_login_code", "account_inactive"]
OWN = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
    "socialaccount_connections",
]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", OPEN)
def test_pages_before_logging_in_show_in_the_frame_of_the_house(name, language):
    page = visitor(language).get(reverse(name))
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()
    assert 'class="masthead' in page.content.decode()


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", OWN)
def test_pages_of_an_account_show_in_the_frame_of_the_house(name, language):
    with_password()
    client = visitor(language)
    enter(client, "anna@example.org")
    prove(client)
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()
    assert 'class="masthead' in page.content.decode()


def test_setting_a_first_password_after_signing_up_by_code():
    client = visitor()
    sign_up(client)
    client.post("/welcome/", {"name": "Anna"})
    assert client.get(reverse("account_change_password"))["Location"] == reverse("account_set_password")
    new = "quite another password"
    client.post(reverse("account_set_password"), {"password1": new, "password2": new})
    assert Account.objects.get().check_password(new)
    assert is_logged_in(client)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_mails_with_codes_name_the_installation_and_not_an_address_of_a_machine(language):
    visitor(language).post(SIGNUP, {"email": "anna@example.org"})
    (message,) = deliver()
    assert "Gilde" in message.body
    assert "example.com" not in message.body
    assert message.from_email == "Gilde <gilde@localhost>"


def test_logging_out_takes_a_post():
    with_password()
    client = visitor()
    enter(client, "anna@example.org")
    client.get(reverse("account_logout"))
    assert is_logged_in(client)
    client.post(reverse("account_logout"))
    assert not is_logged_in(client)


def test_an_account_made_by_force_login_still_works(client):
    """The factories of other rooms log in this way."""
    assert log_in(make_person(), client).get("/me/").status_code == 200


@pytest.mark.parametrize("name", ["nobody", "nobody@example.org", "@", "x" * 300, "anna@example.org\u0131", "ａｎｎａ"])
def test_what_is_no_address_gets_the_answer_of_an_unknown_one_and_counts(name):
    with_password()
    pages = [guess("unknown@example.org"), guess(name)]
    refusals = [re.findall(r'class="form-errors".*?</div>', page.content.decode(), re.DOTALL) for page in pages]
    assert [page.status_code for page in pages] == [200, 200]
    assert len(refusals[0]) == 1
    assert refusals[0] == refusals[1]
    for _ in range(5):
        guess(name)
    assert guess(name).status_code == 429


def test_a_name_that_is_far_too_long_or_holds_nul_is_a_sentence():
    for name in ("x" * 400, "anna\x00@example.org"):
        response = guess(name)
        assert response.status_code == 200
        assert "field-error" in response.content.decode()
