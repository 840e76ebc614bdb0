import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from gilde.ui.views.faults import csrf_failure

pytestmark = pytest.mark.django_db


def test_a_page_that_is_not_there_says_what_to_do(client: Client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    html = response.content.decode()
    assert "<h1" in html
    assert 'href="/"' in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Go back to the page with the form"), ("nl", "Ga terug naar de pagina met het")]
)
def test_the_address_of_a_form_that_is_opened_by_itself_says_so(client: Client, language: str, words: str):
    """A phone that fetches a tab anew after a form came back with a mistake; it was an empty page."""
    headers = {"accept": "text/html,*/*", "accept-language": language}
    response = client.get("/_ui/display/", headers=headers)
    assert (response.status_code, response["Allow"], response["Content-Language"]) == (405, "POST", language)
    html = response.content.decode()
    assert words in html
    assert f'<html lang="{language}"' in html
    assert "default-src" in response["Content-Security-Policy"]
    assert client.get("/_ui/display/", headers={"accept": "application/json"}).content == b""


def test_an_expired_form_says_once_that_nothing_is_lost():
    response = csrf_failure(RequestFactory().post("/x/"), reason="CSRF token missing.")
    assert response.status_code == 403
    html = response.content.decode()
    assert "reload the page and send it again" in html
    said = html.partition("<main")[2].partition("</main>")[0]
    assert said.count("What you typed") == 1
    assert "CSRF token" not in html


def test_a_form_without_its_token_is_refused_with_that_page():
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    response = client.post("/account/login/", {"login": "x@example.org", "password": "y"})
    assert response.status_code == 403
    assert "This form had expired" in response.content.decode()


@pytest.mark.parametrize(("status", "asks"), [(404, True), (500, False), (503, False)])
def test_a_fault_of_ours_asks_the_database_nothing(status, asks, django_assert_num_queries):
    from gilde.core.views.faults import Fault, fault_response

    request = RequestFactory().get("/x/")
    with translation.override("en"), django_assert_num_queries(0):
        response = fault_response(request, Fault(status, "Title", "Sentence.", 5 if status == 503 else None))
    html = response.content.decode()
    assert "Sentence." in html
    assert ('class="sidebar"' in html) is asks
    assert ('http-equiv="refresh"' in html) is (status == 503)
