import io

import pytest
from django.http import FileResponse
from django.test import Client

from gilde.core import middleware

pytestmark = [pytest.mark.urls("tests.core.views.faulty"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _small_house(settings):
    settings.MIDDLEWARE = [
        "gilde.core.middleware.SecurityHeaders",
        "gilde.core.middleware.Faults",
        "tests.core.views.faulty.FailingBelow",
    ]


def policy(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def test_every_answer_carries_the_headers(client: Client):
    response = client.get("/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "Strict-Transport-Security" not in response


def test_a_static_file_carries_only_what_concerns_a_file(settings, rf):
    settings.SECURE = True
    sheet = FileResponse(io.BytesIO(b"a{}"), content_type="text/css")
    response = middleware.SecurityHeaders(lambda _request: sheet)(rf.get("/static/ui/gilde.css"))
    assert policy(response) == {"default-src": "'none'", "frame-ancestors": "'none'"}
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Strict-Transport-Security"]
    assert "Permissions-Policy" not in response


def test_nothing_runs_that_is_not_ours(client: Client):
    rules = policy(client.get("/"))
    assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in " ".join(rules.values())


def test_the_admin_whose_scripts_know_no_trusted_types_goes_without_them_and_keeps_the_rest(client: Client):
    rules = policy(client.get("/operator/"))
    assert "require-trusted-types-for" not in rules
    assert rules["script-src"] == "'self'"


def test_a_secure_site_says_so(client: Client, settings):
    settings.SECURE = True
    response = client.get("/")
    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "upgrade-insecure-requests" in policy(response)


def test_the_log_in_form_may_lead_to_the_configured_provider(settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [{"settings": {"server_url": "https://id.example.org/realms/x"}}]}
    }
    assert "form-action 'self' https://id.example.org;" in middleware.content_security_policy()


def test_an_answer_to_somebody_is_kept_nowhere_unless_the_view_knows_better(client: Client, settings):
    assert "Cache-Control" not in client.get("/")
    client.cookies[settings.SESSION_COOKIE_NAME] = "x"
    assert "Cache-Control" not in client.get("/")  # answered before the session was looked at: a static file
    assert client.get("/", headers={"X-Session": "1"})["Cache-Control"] == "no-store"
    own = client.get("/?own=1", headers={"X-Session": "1"})
    assert own["Cache-Control"] == "private, max-age=5"
    assert own["Content-Security-Policy"] == "sandbox"
