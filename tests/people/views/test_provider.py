"""Logging in through an OpenID Connect provider, with a small one that runs beside the test."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from tests.factories.people import make_account, make_person
from tests.people.post import code_in, deliver

from gilde.people.models import Account, Person

pytestmark = pytest.mark.django_db
CODE_PAGE = "/account/confirm-email/"


class Provider(ThreadingHTTPServer):
    """Says who ``who`` is to whoever asks with the code it gave."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.who: dict[str, Any] = {"sub": "7", "email": "anna@example.org", "email_verified": True, "name": "Anna"}


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *args: Any) -> None:
        """Nothing: the test says what matters."""

    def _send(self, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        address = self.server.address
        if self.path == "/.well-known/openid-configuration":
            ends = ("authorization", "token", "userinfo")
            self._send({"issuer": address, **{f"{end}_endpoint": f"{address}/{end}" for end in ends}})
        elif self.headers.get("Authorization") == "Bearer opened":
            self._send(self.server.who)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert sent["code"] == ["right"]
        self._send({"access_token": "opened", "token_type": "Bearer"})


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    server = Provider()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {
        "provider_id": "oidc",
        "name": "Our Works Login",
        "client_id": "x",
        "secret": "y",
        "settings": {"server_url": server.address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield server
    server.shutdown()
    server.server_close()


def come_back(provider: Provider) -> tuple[Client, Any]:
    """Press the button, and return from the provider with its code."""
    client = Client(headers={"accept-language": "en"})
    away = client.post("/account/oidc/oidc/login/")
    assert away["Location"].startswith(f"{provider.address}/authorization?")
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    return client, client.get(f"/account/oidc/oidc/login/callback/?code=right&state={state}")


def test_somebody_new_comes_in_through_the_provider_and_says_who_they_are(provider):
    client, response = come_back(provider)
    assert response["Location"] == "/welcome/"
    client.post("/welcome/", {"name": "Anna"})
    assert client.get("/me/").status_code == 200
    assert Person.objects.get().account == Account.objects.get(email="anna@example.org")
    assert EmailAddress.objects.get().verified


def test_somebody_known_is_logged_in_the_next_time(provider):
    client, _response = come_back(provider)
    client.post("/welcome/", {"name": "Anna"})
    client, response = come_back(provider)
    assert response["Location"] == "/welcome/"  # two questions are left
    for step in ("interests", "mail"):
        client.post(f"/welcome/skip/{step}/")
    client, response = come_back(provider)
    assert response["Location"] == "/"
    assert client.get("/me/").status_code == 200
    assert Account.objects.count() == SocialAccount.objects.count() == 1


def test_an_address_that_the_provider_did_not_prove_opens_nothing(provider):
    make_person(account=make_account("anna@example.org"))
    provider.who["email_verified"] = False
    client, _response = come_back(provider)
    assert client.get("/me/").status_code == 302
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("language", "words", "missing"),
    [
        (
            "en",
            ("Our Works Login does not tell us your email address", "Create my account", "under “Log in elsewhere”"),
            "Fill this in.",
        ),
        (
            "nl",
            ("Our Works Login geeft je e-mailadres niet door", "Maak mijn account", "onder “Elders inloggen”"),
            "Vul dit in.",
        ),
    ],
)
def test_a_provider_that_names_no_address_leaves_asking_for_it_to_us(provider, language, words, missing):
    del provider.who["email"]
    client, response = come_back(provider)
    assert response["Location"] == "/account/3rdparty/signup/"
    client.post("/_ui/display/", {"language": language})
    page = client.get("/account/3rdparty/signup/").content.decode()
    assert all(text in page for text in words)
    assert 'href="/terms/"' in page
    assert missing in client.post("/account/3rdparty/signup/", {"email": ""}).content.decode()
    assert client.post("/account/3rdparty/signup/", {"email": "anna@example.org"})["Location"] == CODE_PAGE
    assert client.get("/me/").status_code == 302  # first the code
    assert not EmailAddress.objects.get().verified


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Did you come through Our Works Login?"), ("nl", "Kwam je via Our Works Login?")],
)
def test_an_address_that_is_known_here_is_told_by_mail_how_to_connect_the_provider(provider, language, words):
    make_person(account=make_account("anna@example.org", language=language))
    client, response = come_back(provider)
    assert response["Location"] == CODE_PAGE  # as for an address nobody has: the page tells strangers nothing
    assert client.get("/me/").status_code == 302
    assert not SocialAccount.objects.exists()
    [mail] = deliver()
    assert words in mail.body
    assert words in mail.alternatives[0].content


def test_an_answer_nobody_asked_for_opens_nothing(provider):
    client = Client(headers={"accept-language": "nl"})
    page = client.get("/account/oidc/oidc/login/callback/?code=right&state=guessed").content.decode()
    assert "Inloggen lukte niet" in page
    assert 'href="/account/login/"' in page
    assert client.get("/me/").status_code == 302
    assert not Account.objects.exists()


def test_who_is_known_here_connects_the_provider_and_takes_it_away_again(provider):
    make_person(account=make_account("anna@example.org"))
    client = Client(headers={"accept-language": "en"})
    client.force_login(Account.objects.get())
    page = client.get("/account/3rdparty/").content.decode()
    assert "You only log in here" in page
    assert "Our Works Login" in page
    assert "Connect Our Works Login" in client.get("/account/oidc/oidc/login/?process=connect").content.decode()
    away = client.post("/account/oidc/oidc/login/?process=connect")
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    asked = client.get(f"/account/oidc/oidc/login/callback/?code=right&state={state}", follow=True)
    assert "Show that it is you" in asked.content.decode()
    assert not SocialAccount.objects.exists()
    client.post("/me/prove/", {"action": "send"})
    client.post("/me/prove/", {"code": code_in(deliver()[-1])})
    connected = SocialAccount.objects.get()
    assert connected.user == Account.objects.get()
    page = client.get("/account/3rdparty/").content.decode()
    assert "Our Works Login: anna@example.org" in page
    assert "Choose which one" in client.post("/account/3rdparty/", {}).content.decode()
    EmailAddress.objects.update(verified=False)
    refused = client.post("/account/3rdparty/", {"account": connected.pk}).content.decode()
    assert "First prove an email address" in refused
    EmailAddress.objects.update(verified=True)
    client.post("/account/3rdparty/", {"account": connected.pk})
    assert not SocialAccount.objects.exists()


def test_without_a_provider_nothing_is_said_of_connecting():
    make_person(account=make_account("anna@example.org"))
    client = Client(headers={"accept-language": "en"})
    client.force_login(Account.objects.get())
    page = client.get("/account/3rdparty/").content.decode()
    assert "You only log in here" in page
    assert "Connect an account" not in page
