"""What visitors read comes from a cache that forgets with the next act, and never mixes readers."""

import gzip

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.factories.dialogue import client_of, make_comment, make_contribution, make_place, member, person_of

from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.core.pages import same_for_visitors, version
from gilde.core.pages.middleware import PageCache
from gilde.people.actions.leaving import deactivate

pytestmark = pytest.mark.django_db
BROWSER = {"accept-encoding": "gzip", "accept-language": "en"}


@pytest.fixture
def place():
    return make_place("Open house", audience=Audience.PUBLIC)


@pytest.fixture
def author(place):
    return member(place, "Anna")


@pytest.fixture
def contribution(author, place):
    return make_contribution(author, place, title="A question about bread")


def visitor(**headers):
    return Client(headers={**BROWSER, **headers})


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    body = answer.content
    return gzip.decompress(body).decode() if answer.get("Content-Encoding") == "gzip" else body.decode()


def statements(client, path):
    with CaptureQueriesContext(connection) as found:
        answer = client.get(path)
    return answer, len(found)


@pytest.mark.parametrize("where", ["/", "place", "contribution", "person"])
def test_the_second_visitor_costs_one_statement_and_gets_the_same_page(where, place, contribution, author):
    person = person_of(author)
    person.audience = Audience.PUBLIC
    person.save()
    path = {"place": place, "contribution": contribution, "person": person}.get(where)
    path = path.get_absolute_url() if path else where
    first, _count = statements(visitor(), path)
    second, count = statements(visitor(), path)
    assert count == 1
    assert gzip.decompress(first.content) == gzip.decompress(second.content)
    for name in ("Content-Type", "Content-Language", "Content-Security-Policy", "Vary", "X-Content-Type-Options"):
        assert first.headers[name] == second.headers[name]
    assert first.headers.get("X-Robots-Tag") == second.headers.get("X-Robots-Tag")


def test_the_next_act_makes_a_new_page(contribution, author):
    path = contribution.get_absolute_url()
    assert "Rye keeps longer" not in read(visitor(), path)
    make_comment(author, contribution, body="Rye keeps longer.")
    assert "Rye keeps longer" in read(visitor(), path)


def test_who_went_away_is_gone_from_the_cache_too(author):
    person = person_of(author)
    person.audience = Audience.PUBLIC
    person.save()
    assert "Anna" in read(visitor(), person.get_absolute_url())
    deactivate(actor=author)
    assert visitor().get(person.get_absolute_url()).status_code == 404


def test_a_member_never_gets_a_visitor_s_page_nor_a_visitor_a_member_s(contribution, author):
    path = contribution.get_absolute_url()
    theirs = client_of(author)
    theirs.defaults["HTTP_ACCEPT_ENCODING"] = "gzip"
    mine = read(theirs, path)
    assert "/account/login/" in read(visitor(), path)
    assert "/account/login/" not in mine
    assert read(theirs, path).count("</form>") == mine.count("</form>")
    assert read(visitor(), path).count("</form>") < mine.count("</form>")


def test_each_language_and_theme_has_its_own_page(contribution):
    path = contribution.get_absolute_url()
    assert '<html lang="en"' in read(visitor(), path)
    assert '<html lang="nl"' in read(visitor(**{"accept-language": "nl"}), path)
    dark = visitor()
    dark.cookies["gilde_theme"] = "dark"
    assert 'data-theme="dark"' in read(dark, path)
    assert 'data-theme="dark"' not in read(visitor(), path)
    chosen = visitor()
    chosen.cookies["gilde_language"] = "nl"
    assert '<html lang="nl"' in read(chosen, path)


def test_a_cache_on_the_way_is_told_what_a_page_depends_on(contribution):
    for path in ("/", contribution.get_absolute_url(), "/people/"):
        for _kept_or_new in range(2):
            told = {part.strip() for part in visitor().get(path)["Vary"].split(",")}
            assert {"Accept-Language", "Cookie", "Accept-Encoding"} <= told


def test_who_takes_no_compressed_pages_gets_a_readable_one(contribution):
    path = contribution.get_absolute_url()
    read(visitor(), path)
    answer = Client(headers={"accept-language": "en"}).get(path)
    assert "Content-Encoding" not in answer.headers
    assert "A question about bread" in answer.content.decode()


def test_a_page_that_is_not_there_is_asked_for_every_time(place):
    closed = make_contribution(member(hidden := make_place()), hidden)
    for _ in range(2):
        assert visitor().get(closed.get_absolute_url()).status_code == 404
    hidden.audience = Audience.PUBLIC
    hidden.save()
    assert visitor().get(closed.get_absolute_url()).status_code == 200


def cache_before(view):
    return PageCache(same_for_visitors(view))


def ask(cached, path="/x/"):
    return cached(RequestFactory(headers=BROWSER).get(path))


def test_a_page_with_a_cookie_or_a_form_is_for_one_visitor_only():
    def with_cookie(request):
        answer = HttpResponse("page")
        answer.set_cookie("name", "value")
        return answer

    def with_form(request):
        return HttpResponse(get_token(request))

    for view in (with_cookie, with_form):
        cached = cache_before(view)
        assert ask(cached) is not None
        asked = []
        cached.get_response = lambda request: asked.append(request) or HttpResponse("new")  # noqa: B023
        ask(cached)
        assert asked


def test_pages_that_say_how_long_they_last_or_failed_are_not_kept():
    for answer in (HttpResponse("x", status=404), HttpResponse("x", headers={"Cache-Control": "no-store"})):
        ask(cache_before(lambda request: answer))  # noqa: B023
        assert ask(cache_before(lambda request: HttpResponse("new"))).content == b"new"
        caches["pages"].clear()


def test_an_act_that_commits_late_with_a_lower_number_changes_the_version():
    def act(number):
        Activity.objects.create(pk=number, at=now(), verb="x", target_kind="x", target_id=1)

    before = version()
    act(1_000_010)
    between = version()
    act(1_000_009)
    assert len({before, between, version()}) == 3
