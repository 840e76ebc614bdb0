import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_visitor_chooses_a_language_and_comes_back_to_the_same_page(client: Client):
    response = client.post("/_ui/display/", {"language": "en", "next": "/people/?q=anna"})
    assert response["Location"] == "/people/?q=anna"
    assert client.cookies["gilde_language"].value == "en"
    assert client.get("/_ui/").content.count(b'<html lang="en"') == 1


def test_a_visitor_chooses_a_theme_and_gives_the_choice_back_to_the_device(client: Client):
    client.post("/_ui/display/", {"theme": "dark"})
    assert client.cookies["gilde_theme"].value == "dark"
    client.post("/_ui/display/", {"theme": "auto"})
    assert client.cookies["gilde_theme"].value == ""


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", ""]
)
def test_nobody_is_sent_to_another_site(client: Client, elsewhere):
    response = client.post("/_ui/display/", {"theme": "dark", "next": elsewhere})
    assert response["Location"] == "/"


def test_another_site_cannot_change_it(client: Client):
    response = client.post("/_ui/display/", {"theme": "dark"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert "gilde_theme" not in client.cookies


def test_an_unknown_choice_is_left_alone(client: Client):
    client.post("/_ui/display/", {"language": "xx", "theme": "neon"})
    assert not client.cookies


def test_reading_is_not_choosing(client: Client):
    assert client.get("/_ui/display/").status_code == 405
