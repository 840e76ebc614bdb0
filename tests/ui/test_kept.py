"""Pieces that are kept: the same values give the same piece, and nothing of one reader reaches another."""

from datetime import UTC, datetime, timedelta

from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation
from markupsafe import Markup

from gilde.core.actor import VISITOR
from gilde.ui.kept import Pieces


def render(source: str, request=None, **context) -> str:
    return engines["jinja2"].from_string(source).render(context, request)


def request_of_a_reader():
    request = RequestFactory().get("/")
    request.actor = VISITOR
    return request


def test_a_piece_is_made_once_for_the_same_values():
    pieces, made = Pieces(), []
    assert [pieces.get("a", lambda: made.append(1) or "piece") for _ in range(3)] == ["piece"] * 3
    assert made == [1]


def test_room_is_made_by_letting_go_of_what_is_not_asked_for():
    pieces = Pieces(most=2000)
    for number in range(100):
        pieces.get("in use", lambda: "x" * 100)
        pieces.get(number, lambda: "x" * 100)
    assert len(pieces) <= 20
    assert pieces.get("in use", lambda: "made again") == "x" * 100
    assert pieces.get(0, lambda: "made again") == "made again"


def test_a_very_long_piece_is_shown_and_not_kept():
    pieces = Pieces()
    assert len(pieces.get("long", lambda: "x" * 150_000)) == 150_000
    assert len(pieces) == 0


MENU = '{% import "ui/macros/menu.html" as menus %}'


def test_another_value_is_another_piece():
    first = render(MENU + '{{ kept(menus.item, "A <b>", "/a/") }}')
    assert first == render(MENU + '{{ menus.item("A <b>", "/a/") }}')
    assert "A &lt;b&gt;" in first
    assert 'href="/b/"' in render(MENU + '{{ kept(menus.item, "A <b>", "/b/") }}')


def test_safe_html_and_the_same_words_as_text_are_two_pieces():
    source = MENU + '{{ kept(menus.item, label, "/same/") }}'
    assert "<b>bold</b>" in render(source, label=Markup("<b>bold</b>"))
    assert "&lt;b&gt;bold&lt;/b&gt;" in render(source, label="<b>bold</b>")


def test_a_piece_speaks_the_language_of_its_reader():
    source = '{% import "ui/macros/badge.html" as badge %}{{ kept(badge.unread_dot) }}'
    with translation.override("nl"):
        assert "Nieuw voor jou" in render(source)
    with translation.override("en"):
        assert "New to you" in render(source)


SAID = '{% import "ui/macros/person.html" as person %}{{ kept(person.person_line, someone, at, moments=(at,)) }}'


class Someone(tuple):
    name, url, photo_key = "Anna de Vries", "/@anna/", ""


def test_the_words_for_a_moment_follow_the_clock():
    at = timezone.now() - timedelta(minutes=3)
    assert "3 min ago" in render(SAID, someone=Someone(), at=at)
    assert "2 hours ago" in render(SAID, someone=Someone(), at=at - timedelta(hours=2))


def test_a_moment_is_shown_in_the_time_zone_of_its_reader():
    at = datetime(2026, 3, 12, 23, 30, tzinfo=UTC)
    with timezone.override("Europe/Amsterdam"):
        assert "13 March 2026 at 00:30" in render(SAID, someone=Someone(), at=at)
    with timezone.override("America/New_York"):
        assert "12 March 2026 at 19:30" in render(SAID, someone=Someone(), at=at)


def test_a_kept_form_carries_the_token_of_whoever_gets_the_page():
    source = MENU + '{{ kept(menus.act, "Delete", "/x/") }}{{ kept(menus.act, "Edit", "/y/") }}'
    one, other = request_of_a_reader(), request_of_a_reader()
    pages = [render(source, one), render(source, other)]
    for page, request in zip(pages, (one, other), strict=True):
        assert page.count('name="csrfmiddlewaretoken"') == 2
        assert "CSRF_COOKIE" in request.META
        assert "<!--" not in page
    assert one.META["CSRF_COOKIE"] != other.META["CSRF_COOKIE"]
    assert pages[0] != pages[1]


def test_a_kept_form_without_a_request_has_no_token_and_no_mark():
    page = render(MENU + '{{ kept(menus.act, "Delete", "/z/") }}')
    assert "csrf" not in page
    assert "<!--" not in page


def test_a_macro_that_sees_the_page_around_it_is_made_anew_for_every_page():
    source = "{% macro whose() %}{{ name }}{% endmacro %}{{ kept(whose) }}"
    assert render(source, name="Anna") == "Anna"
    assert render(source, name="Piet") == "Piet"
