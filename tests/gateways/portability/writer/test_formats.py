"""Small exports in every format, from the files to the pages."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.factories.portability import Done, bring, counters_hold

from gilde.communities.models import Community
from gilde.dialogue.models import Answer, Attachment, Comment, Contribution
from gilde.gateways.portability.readers import READERS

pytestmark = pytest.mark.django_db
Files = dict[str, str]

PAGE = "---\ntitle: Peas\nauthor: Anna\ndate: 2019-03-13\n---\nSee [moss](moss.md#top).\n"
MARKDOWN: Files = {"peas.md": PAGE, "moss.md": "# Moss\n\nGrows.\n"}
POSTS = [
    {"id": 1, "post_number": 1, "user_id": 1, "username": "anna", "cooked": "<p>Why?</p>"},
    {"id": 2, "post_number": 2, "user_id": 2, "username": "bram", "cooked": "<p>Wet.</p>", "accepted_answer": True},
    {
        "id": 3, "post_number": 3, "user_id": 1, "username": "anna", "reply_to_post_number": 2,
        "cooked": '<p>As <a href="https://garden.example.org/t/peas/5/2">you said</a></p>',
    },
]  # fmt: skip
TOPIC = {
    "id": 5, "slug": "peas", "title": "Peas", "created_at": "2021-03-01T10:00:00Z",
    "post_stream": {"posts": [{"created_at": "2021-03-01T10:00:00Z", **post} for post in POSTS]},
}  # fmt: skip
SAID = [
    {"ts": "1614600000.000100", "user": "U1", "text": "Who has seeds?"},
    {"ts": "1614600001.000100", "user": "U1", "text": "See https://garden.slack.com/archives/C1/p1614600000000100"},
    {"ts": "1614600002.000100", "user": "U1", "text": "I have", "thread_ts": "1614600000.000100"},
]
SLACK: Files = {
    "users.json": json.dumps([{"id": "U1", "real_name": "Anna"}]),
    "channels.json": json.dumps([{"id": "C1", "name": "peas"}]),
    "peas/2021-03-01.json": json.dumps(SAID),
}
MAIL = (
    "From a@x.example Mon Mar  1 10:00:00 2021\nFrom: Anna <a@x.example>\nMessage-ID: <1@x>\nSubject: Peas\n"
    "Date: Mon, 1 Mar 2021 10:00:00 +0000\n\nWhy?\n\n"
    "From b@x.example Mon Mar  2 10:00:00 2021\nFrom: Bram <b@x.example>\nMessage-ID: <2@x>\nIn-Reply-To: <1@x>\n"
    "Date: Tue, 2 Mar 2021 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    "--b\nContent-Type: text/plain\n\nWet.\n--b\nContent-Type: text/plain; name=notes.txt\n"
    "Content-Disposition: attachment\n\nwater\n--b--\n"
)
EXPORTS: dict[str, Files] = {
    "markdown": MARKDOWN,
    "discourse": {"5.json": json.dumps(TOPIC)},
    "slack": SLACK,
    "mbox": {"list.mbox": MAIL},
}


@pytest.fixture
def bringing(place: Community, tmp_path: Path) -> Callable[..., Done]:
    """Brings a small export in, from a folder or a ZIP."""

    def run(name: str, *, packed: bool = False, dry: bool = False, report: str = "report.csv") -> Done:
        path = tmp_path / name
        for file, content in EXPORTS[name].items():
            target = path / file
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                target.write_text(content)
        if packed:
            archive = tmp_path / f"{name}.zip"
            if not archive.exists():
                with zipfile.ZipFile(archive, "w") as made:
                    for file, content in EXPORTS[name].items():
                        made.writestr(file, content)
            path = archive
        reader = READERS[name](site="garden.slack.com" if name == "slack" else "garden.example.org")
        return bring(reader, path, place, tmp_path / report, dry=dry)

    return run


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", EXPORTS)
def test_a_look_writes_nothing_and_a_second_time_changes_nothing(
    bringing: Callable[..., Done], place: Community, name: str, packed: bool
) -> None:
    look = bringing(name, packed=packed, dry=True)
    assert not Contribution.objects.exists()
    first = bringing(name, packed=packed)
    assert first.summary.finished
    assert first.summary.counts == look.summary.counts
    assert Contribution.objects.exists()
    counters_hold(place)
    again = bringing(name, packed=packed, report="again.csv")
    assert {count.rpartition(" ")[2] for count in again.summary.counts} <= {"same", "remark"}


def test_pages_link_to_each_other_and_their_old_addresses_lead_on(
    bringing: Callable[..., Done], client: Client
) -> None:
    bringing("markdown")
    story = Contribution.objects.get(kind="story")
    moss = Contribution.objects.get(kind="resource")
    assert story.body == f"See [moss](/d/{moss.pk}/)."
    assert (story.author.name, story.created_at.year) == ("Anna", 2019)
    assert client.get("/peas.html")["Location"] == story.get_absolute_url()
    assert client.get("/moss")["Location"] == moss.get_absolute_url()


def test_a_solved_topic_is_an_answered_question(bringing: Callable[..., Done], client: Client) -> None:
    bringing("discourse")
    question, answer, comment = Contribution.objects.get(), Answer.objects.get(), Comment.objects.get()
    assert (question.kind, question.has_accepted, comment.answer_id) == ("question", True, answer.pk)
    assert f"](/d/{question.pk}/?at=a{answer.pk}#a{answer.pk})" in comment.body
    assert client.get("/t/peas/5/2")["Location"] == answer.get_absolute_url()


def test_a_chat_keeps_its_threads_and_its_links(bringing: Callable[..., Done], client: Client) -> None:
    bringing("slack")
    day = Contribution.objects.get(title="#peas · 2021-03-01")
    thread = Contribution.objects.exclude(pk=day.pk).get()
    assert (thread.title, thread.comment_count) == ("Who has seeds?", 1)
    assert f"/d/{thread.pk}/" in day.body
    assert client.get("/archives/C1/p1614600000000100")["Location"] == thread.get_absolute_url()


def test_attachments_of_mails_hang_on_their_message(bringing: Callable[..., Done]) -> None:
    bringing("mbox")
    comment = Comment.objects.get()
    assert comment.body == "Wet."
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.comment_id) == ("notes.txt", comment.pk)
    assert comment.author.invited_email == "b@x.example"
