"""Live streams of the running product: who hears what, across processes, and for how long."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from tests.core.test_bus import Redis
from tests.live import Live

_PEOPLE = """
import json
from django.conf import settings
from tests.factories.dialogue import *
from gilde.communities.enums import Role
from gilde.core.audience import Audience
open_, closed = make_place(), make_place(audience=Audience.COMMUNITY)
ada = joined(member(open_, "Ada", role=Role.HOST), closed, role=Role.HOST)
bo = member(open_, "Bo")
row = make_contribution(ada, open_)
key = settings.SESSION_COOKIE_NAME
cookies = [f"{key}={client_of(actor).cookies[key].value}" for actor in (ada, bo)]
print(json.dumps([cookies, row.pk, closed.pk, [ada.person_id, bo.person_id]]))
"""
_FORTY = """
import json
from django.conf import settings
from tests.factories.people import log_in, make_person
key = settings.SESSION_COOKIE_NAME
people = [make_person(handle=f"reader-{number}") for number in range(40)]
print(json.dumps([f"{key}={log_in(person).cookies[key].value}" for person in people]))
"""
_COMMENT = """
from tests.factories.dialogue import *
from tests.factories.people import actor_of
from gilde.dialogue.models import Contribution
from gilde.people.models import Person
make_comment(actor_of(Person.objects.get(pk={person})), Contribution.objects.get(pk={row}))
"""


class Stream:
    """An open stream, read as a browser does."""

    def __init__(self, house: Live, cookie: str, query: str = "", last: str = "") -> None:
        self.socket = socket.create_connection(("127.0.0.1", house.port), timeout=10)
        lines = [f"GET /live{query} HTTP/1.1", f"Host: localhost:{house.port}", f"Cookie: {cookie}"]
        lines += [f"Last-Event-ID: {last}"] if last else []
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.text = ""

    def until(self, word: str, seconds: float = 6.0) -> bool:
        """Read on until ``word`` came; False when it did not come in time or the stream ended."""
        ends = time.monotonic() + seconds
        while word not in self.text and time.monotonic() < ends:
            self.socket.settimeout(max(0.05, ends - time.monotonic()))
            try:
                piece = self.socket.recv(65536)
            except TimeoutError:
                break
            if not piece:
                break
            self.text += piece.decode()
        return word in self.text

    def ended(self, seconds: float = 6.0) -> bool:
        """Whether the server closes it in time: the last chunk of a chunked answer is empty."""
        return self.until("\r\n0\r\n\r\n", seconds)


@contextmanager
def running(house: Live) -> Iterator[Live]:
    house.start()
    try:
        yield house
    finally:
        house.stop()


@pytest.fixture
def people(house: Live) -> Iterator[tuple[Live, list[str], int, int, list[int]]]:
    with running(house):
        yield house, *json.loads(house.inside(_PEOPLE).splitlines()[-1])


def test_a_reply_is_heard_by_who_has_it_open_and_by_its_author_until_they_may_not(people):
    house, (ada, bo), row, closed, (ada_id, bo_id) = people
    bell, page = Stream(house, ada), Stream(house, bo, f"?topic=contribution:{row}&topic=person:{ada_id}")
    assert bell.until("retry: 3000")
    assert page.until("retry: 3000")
    assert "text/event-stream" in bell.text
    assert "content-length" not in bell.text.lower()

    house.inside(_COMMENT.format(person=bo_id, row=row))
    assert bell.until("event: bell")
    assert page.until("event: talk")
    assert "event: bell" not in page.text  # nobody listens to somebody else's bell

    made_at = datetime.now(UTC).isoformat()
    last = next(line for line in page.text.splitlines() if line.startswith("id: ")).partition(" ")[2]
    house.inside(_COMMENT.format(person=ada_id, row=row))
    page_of_then = Stream(house, bo, f"?topic=contribution:{row}&since={quote(made_at)}")
    assert page_of_then.until("event: talk")  # what came between a page and its stream
    back = Stream(house, bo, f"?topic=contribution:{row}", last=last)
    assert back.until("event: talk")  # what came while the stream was broken

    house.inside(
        "from tests.factories.people import actor_of\n"
        "from gilde.people.models import Person\n"
        "from gilde.dialogue.models import Contribution\n"
        "from gilde.communities.models import Community\n"
        "from gilde.dialogue.actions.curation import move\n"
        f"move(actor=actor_of(Person.objects.get(pk={ada_id})), contribution=Contribution.objects.get(pk={row}), "
        f"to=Community.objects.get(pk={closed}))"
    )
    late = Stream(house, bo, f"?topic=contribution:{row}")
    before = back.text.count("event: talk")
    house.inside(_COMMENT.format(person=ada_id, row=row))
    assert back.ended()
    assert back.text.count("event: talk") == before
    assert not late.until("event: talk", 1.5)


def test_who_logged_out_hears_nothing_more(people):
    house, (ada, _bo), row, _closed, (_ada_id, bo_id) = people
    stream = Stream(house, ada)
    assert stream.until("retry: 3000")
    house.inside("from django.contrib.sessions.models import Session; Session.objects.all().delete()")
    house.inside(_COMMENT.format(person=bo_id, row=row))
    assert stream.ended()
    assert "event:" not in stream.text


def test_a_visitor_gets_no_stream(people):
    house, *_rest = people
    assert urlopen(f"{house.base}/live").status == 204


def test_streams_end_when_gilde_stops(people):
    house, (ada, _bo), *_rest = people
    stream = Stream(house, ada)
    assert stream.until("retry: 3000")
    begin = time.monotonic()
    house.stop()
    assert time.monotonic() - begin < 4
    assert stream.ended(1)


def test_many_streams_are_open_at_once_and_pages_are_answered_beside_them(people):
    house, (_ada, _bo), *_rest = people
    made = house.inside(_FORTY)
    streams = [Stream(house, cookie) for cookie in json.loads(made.splitlines()[-1]) for _ in range(5)]
    assert all(stream.until("retry: 3000", 20) for stream in streams)
    assert urlopen(f"{house.base}/").status == 200


def test_with_redis_streams_hear_over_it_and_without_it_for_a_while_by_the_database(house: Live) -> None:
    redis = Redis()
    redis.open()
    house.environment["REDIS_URL"] = redis.url
    with running(house):
        (ada, _bo), row, _closed, (_ada_id, bo_id) = json.loads(house.inside(_PEOPLE).splitlines()[-1])
        for is_there in (True, False, True):
            (redis.open if is_there else redis.close)()
            stream = Stream(house, ada, f"?topic=contribution:{row}")
            assert stream.until("retry: 3000")
            house.inside(_COMMENT.format(person=bo_id, row=row))
            assert stream.until("event: talk")
            assert house.status("/") == 200
    redis.close()
