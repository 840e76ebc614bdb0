"""allauth's pages in our frame: every one can be read, filled in and left without scripts."""

import re

import pytest
from django.test import Client
from tests.factories.people import PASSWORD, make_account, make_person

pytestmark = pytest.mark.django_db
OPEN = ["/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/"]
OWN = [
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/totp/activate/",
    "/account/sessions/",
    "/account/reauthenticate/",
    "/account/logout/",
]


@pytest.fixture
def at_home() -> Client:
    account = make_account("noor@example.org", password=PASSWORD)
    make_person("Noor", account=account)
    client = Client()
    response = client.post("/account/login/", {"login": "noor@example.org", "password": PASSWORD})
    assert response.status_code == 302
    return client


def assert_is_ours(html: str) -> None:
    assert 'class="masthead"' in html
    assert html.count("<main ") == 1
    assert html.count("<h1") == 1
    assert re.search(r"<title>\s*\S", html)
    for name in re.findall(r'<input type="(?:text|email|password|checkbox)"[^>]* id="([^"]+)"', html):
        assert f'for="{name}"' in html, f"{name} has no label"
    for attributes in re.findall(r"<script\b([^>]*)>", html):
        assert "src=" in attributes or "application/json" in attributes


@pytest.mark.parametrize("address", OPEN)
def test_the_way_in_is_in_our_frame(client: Client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert_is_ours(response.content.decode())


@pytest.mark.parametrize("address", OWN)
def test_the_pages_of_a_login_are_in_our_frame(at_home, address):
    response = at_home.get(address, follow=True)
    assert response.status_code == 200
    assert_is_ours(response.content.decode())


def test_a_wrong_password_is_said_and_the_address_stays(client: Client):
    html = client.post("/account/login/", {"login": "x@example.org", "password": "wrong"}).content.decode()
    assert 'value="x@example.org"' in html
    assert 'role="alert"' in html or "field-error" in html


def test_the_frame_escapes_what_a_page_gives_it():
    from django.template import engines

    source = "{% load gilde_ui %}{% gilde_frame title %}{{ name }}{% part main %}{{ name }}{% endgilde_frame %}"
    html = engines["django"].from_string(source).render({"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
