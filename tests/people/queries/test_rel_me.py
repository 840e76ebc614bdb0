"""Whether a page elsewhere belongs to somebody here."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.factories.people import actor_of, make_person

from gilde.people import tasks
from gilde.people.actions.person import change_handle
from gilde.people.enums import Finding
from gilde.people.models import Link
from gilde.people.queries.rel_me import addresses_of, me_links, proves

OWN = ["https://gilde.example/@anna/"]


@pytest.mark.parametrize(
    "html",
    [
        '<a rel="me" href="https://gilde.example/@anna/">x</a>',
        '<a rel="ME nofollow" href="https://gilde.example/@anna">x</a>',
        "<a href='https://GILDE.example/@Anna/?from=x' rel='noopener me'>x</a>",
        '<link rel=me href="https://gilde.example/@anna/">',
        '<A REL="me" HREF=" http://gilde.example/@anna/ ">',
        '<a rel="me" href="https&#58;//gilde.example/@anna/">',
    ],
)
def test_a_link_back_with_rel_me_proves(html):
    assert proves(html, base="https://anna.example/", own=OWN)


@pytest.mark.parametrize(
    "html",
    [
        "",
        '<a href="https://gilde.example/@anna/">no rel</a>',
        '<a rel="meh" href="https://gilde.example/@anna/">x</a>',
        '<a rel="me" href="https://gilde.example/@annabel/">x</a>',
        '<a rel="me" href="https://gilde.example.evil.example/@anna/">x</a>',
        '<a rel="me" href="https://evil.example/https://gilde.example/@anna/">x</a>',
        '<a rel="me">x</a>',
        '<a rel="me" href="http://[">x</a>',
        '<!-- <a rel="me" href="https://gilde.example/@anna/"> -->',
        '<script>"<a rel=\\"me\\" href=\\"https://gilde.example/@anna/\\">"</script>',
        '<textarea><a rel="me" href="https://gilde.example/@anna/"></textarea>',
        '<a rel="me" title="<a" href="https://gilde.example/@ann">',
    ],
)
def test_anything_else_does_not(html):
    assert not proves(html, base="https://anna.example/", own=OWN)


@pytest.mark.parametrize(
    "piece", ["<a ", "<", "<!--", '<a "', "<a rel='", "<a x=", "<script", "<title>", "<a>" * 10, "&lt;"]
)
def test_a_page_made_to_keep_us_busy_does_not(piece):
    begin = time.process_time()
    assert not proves(piece * (500_000 // len(piece)), base="https://anna.example/", own=OWN)
    assert time.process_time() - begin < 2


def test_a_relative_link_is_read_from_the_page_it_stands_on():
    assert me_links('<a rel="me" href="/@anna/">', "https://gilde.example/x/") == OWN


def test_every_address_somebody_had_proves(settings):
    settings.SITE_URL = "https://gilde.example"
    anna = make_person(handle="anna")
    change_handle(actor=actor_of(anna), handle="annie")
    anna.refresh_from_db()
    assert addresses_of(anna) == ["https://gilde.example/@annie/", "https://gilde.example/@anna/"]


@pytest.fixture
def site(settings):
    """A site elsewhere: a server that answers with ``site.html``."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(self.server.html.encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.html = ""
    server.address = f"http://127.0.0.1:{server.server_port}/"
    settings.OUTGOING_ALLOW = frozenset({f"127.0.0.1:{server.server_port}"})
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("times", [1, 2])
def test_the_task_writes_down_what_it_found(site, times):
    link = Link.objects.create(person=make_person(handle="anna"), url=site.address)
    site.html = '<a rel="me" href="http://localhost:8000/@anna/">'
    for _ in range(times):
        tasks.prove_link.func(link.pk)
    link.refresh_from_db()
    assert link.is_proven
    site.html = "nothing"
    tasks.prove_link.func(link.pk)
    link.refresh_from_db()
    assert link.finding == Finding.NO_LINK_BACK


def test_a_page_that_cannot_be_read_is_said_to_be_so(site):
    link = Link.objects.create(person=make_person(), url=site.address)
    site.shutdown()
    site.server_close()
    tasks.prove_link.func(link.pk)
    link.refresh_from_db()
    assert link.finding == Finding.UNREACHABLE


def test_a_link_that_is_gone_is_no_error():
    tasks.prove_link.func(123456)


def test_an_address_of_this_machine_is_not_fetched():
    link = Link.objects.create(person=make_person(), url="http://127.0.0.1:8000/")
    tasks.prove_link.func(link.pk)
    link.refresh_from_db()
    assert link.finding == Finding.UNREACHABLE
