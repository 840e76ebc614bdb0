"""The search with the real processes: found within a moment of writing, and found all through a rebuild."""

from __future__ import annotations

import json
import secrets
import sys
import threading
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Sequence
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.live import Live, live, migrated

_SETTLE = """
import json
from django.conf import settings
from gilde.dialogue.models import Comment
from tests.factories.dialogue import make_contribution, make_place, member, client_of
from tests.factories.search import index_everything
place = make_place("Open huis")
anna = member(place, "Anna")
row = make_contribution(anna, place, "Over kroonluchters")
bodies = [f"Een boerenzwaluw onder het dak, nummer {number}." for number in range(260)]
Comment.objects.bulk_create(
    Comment(contribution=row, community=place, author_id=anna.person_id, body=body, body_html=f"<p>{body}</p>")
    for body in bodies
)
index_everything()
client = client_of(anna)
print(json.dumps([f"/d/{row.pk}/", client.cookies[settings.SESSION_COOKIE_NAME].value]))
"""
_TOO_LONG = 30.0  # seconds; the figure that is printed is the one to look at, a test machine may be busy


class Reader:
    """Somebody who is logged in, over HTTP."""

    def __init__(self, house: Live, session: str, thread: str) -> None:
        self.house, self.session, self.thread = house, session, thread

    def _open(self, path: str, sent: dict[str, str] | None = None) -> HTTPResponse:
        token = secrets.token_hex(16)
        asked = urllib.request.Request(
            self.house.base + path,
            data=urlencode({**sent, "csrfmiddlewaretoken": token}).encode() if sent is not None else None,
            headers={"Cookie": f"gilde_session={self.session}; gilde_csrf={token}", "Origin": self.house.base},
        )
        answer: HTTPResponse = urllib.request.urlopen(asked, timeout=60)
        return answer

    def finds(self, words: str) -> bool:
        """Whether the page of the search shows something for these words."""
        with self._open(f"/search/?{urlencode({'q': words})}") as answer:
            return "<mark>" in answer.read().decode()

    def comments(self, body: str) -> None:
        """Post a comment, as the form does."""
        path = f"{self.thread}do/comment/"
        with self._open(path, {"body": body, "client_id": str(uuid.uuid4())}) as answer:
            assert answer.status == 200


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Live]:
    """An installation with one conversation; it does not run yet."""
    with live(tmp_path / "var", like=migrated()) as opened:
        if migrated() is None:
            assert opened.gilde("migrate", timeout=600).returncode == 0
        yield opened


@pytest.fixture
def reader(house: Live) -> Reader:
    """Anna, at home in the running installation."""
    thread, session = json.loads(house.inside(_SETTLE).splitlines()[-1])
    house.start()
    return Reader(house, session, thread)


def test_what_was_just_said_is_found_within_a_moment(
    reader: Reader, record_property: Callable[[str, object], None]
) -> None:
    waited = []
    for word in ("oeverzwaluw", "gierzwaluw", "huiszwaluw", "rotszwaluw", "zwaluwstaart"):
        assert not reader.finds(word)
        reader.comments(f"Kijk, een {word}!")
        said = time.monotonic()
        while not reader.finds(word):
            assert time.monotonic() - said < _TOO_LONG
            time.sleep(0.02)
        waited.append(time.monotonic() - said)
    record_property("seconds", waited)
    sys.stdout.write(f"Found after {', '.join(f'{one:.2f}' for one in waited)} s.\n")


def test_everything_stays_found_while_the_index_is_made_again_and_after_it_was_killed(reader: Reader) -> None:
    house = reader.house
    looks, again = 0, 0

    def look(word: str = "boerenzwaluw") -> None:
        nonlocal looks
        looks += 1
        assert reader.finds(word)

    def running() -> str:
        return house.inside(
            "from gilde.attention.search.queries.progress import progress\n"
            "rows = progress()\nprint('running' if any(r.is_running for r in rows) else 'done')"
        ).splitlines()[-1]

    house.inside("from gilde.attention.search.actions.rebuild import begin; begin()")
    assert running() == "running"
    assert "0 / 260" in house.quickly("search", "status").stdout
    look()
    # One batch, and then the process is gone in the middle of the next.
    killed = house.quickly("shell", "-c", _KILLED_HALFWAY)
    assert killed.returncode == -9, killed.stderr
    assert "200 / 260" in house.quickly("search", "status").stdout
    look()
    reader.comments("Intussen ook een ijsvogel.")
    assert house.quickly("search", "rebuild", "--later").returncode == 0
    deadline = time.monotonic() + 120
    while running() == "running":
        look()
        again += 1
        assert time.monotonic() < deadline
    look()
    look("ijsvogel")
    left = house.inside(
        "from gilde.attention.search.models import SearchEntry\n"
        "from gilde.dialogue.models import Comment\n"
        "rows = SearchEntry.objects.filter(kind='dialogue.comment')\n"
        "print(rows.count(), Comment.objects.count(), rows.values('generation').distinct().count())"
    ).split()[-3:]
    assert left == ["261", "261", "1"]
    sys.stdout.write(f"Looked {looks} times, {again} of them while the task worker went on.\n")


def test_who_looks_without_pause_misses_nothing_while_every_entry_is_written_again(
    reader: Reader, record_property: Callable[[str, object], None]
) -> None:
    house, stop = reader.house, threading.Event()
    looks: list[str] = []
    missed: list[str] = []

    def look(old: Sequence[str]) -> None:
        while not stop.is_set():
            for words in old:
                looks.append(words)
                if not reader.finds(words):
                    missed.append(words)

    oldest, middle, newest = ("boerenzwaluw 0", "boerenzwaluw 131", "boerenzwaluw 259")
    lookers = [threading.Thread(target=look, args=(old,)) for old in ((oldest, newest), (middle, "boerenzwaluw dak"))]
    for looker in lookers:
        looker.start()
    waited = []
    try:
        for word in ("gierzwaluw", "huiszwaluw"):
            # Every text is another one, so that the rebuild takes out and puts in each entry.
            house.inside(_CHANGED.format(word=f"Gezien voor de {word}."))
            assert house.quickly("search", "rebuild", "--later").returncode == 0
            reader.comments(f"Kijk, een {word}!")
            said = time.monotonic()
            while not reader.finds(f"kijk {word}"):
                assert time.monotonic() - said < _TOO_LONG
                time.sleep(0.02)
            waited.append(time.monotonic() - said)
            while not reader.finds(f"{oldest} gezien {word}"):
                assert time.monotonic() - said < 120
                time.sleep(0.1)
    finally:
        stop.set()
        for looker in lookers:
            looker.join()
    assert not missed
    assert len(looks) > 20
    record_property("looks", len(looks))
    sys.stdout.write(f"Looked {len(looks)} times; found after {', '.join(f'{one:.2f}' for one in waited)} s.\n")


_CHANGED = """
from django.db.models import Value
from django.db.models.functions import Concat
from gilde.dialogue.models import Comment
Comment.objects.update(body_html=Concat("body_html", Value("<p>{word}</p>")))
"""
_KILLED_HALFWAY = """
import os
from gilde.attention.search.actions import rebuild
from gilde.attention.search.actions.index import index as really
calls = []
def index(*, kind, ids):
    really(kind=kind, ids=ids)
    calls.append(kind)
    if calls.count("dialogue.comment") == 2:
        os.kill(os.getpid(), 9)
rebuild.index = index
rebuild.rebuild()
"""
