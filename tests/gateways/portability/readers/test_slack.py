"""Exports of a Slack workspace."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gilde.gateways.portability.readers.slack import SlackReader
from gilde.gateways.portability.readers.slack.mrkdwn import Mrkdwn
from gilde.gateways.portability.records import (
    File,
    Message,
    Person,
    Problem,
    Record,
    Space,
    Thread,
    UnreadableFile,
    Vote,
)

Written = Callable[..., Path]
SITE = "garden.slack.com"
USERS = [
    {
        "id": "U1",
        "name": "anna",
        "profile": {"real_name": "Anna Visser", "title": "Gardener", "email": "anna@x.example"},
    },
    {"id": "U2", "name": "robot", "is_bot": True, "profile": {"real_name": "Robot"}},
]
CHANNELS = [{"id": "C1", "name": "peas", "purpose": {"value": "All about peas"}}]


def said(ts: str, text: str = "Hello", user: str = "U1", **values: Any) -> dict[str, Any]:
    return {"type": "message", "user": user, "ts": ts, "text": text, **values}


def export(written: Written, days: dict[str, Any], **others: Any) -> Path:
    for name, content in {"users": USERS, "channels": CHANNELS, **others, **days}.items():
        written(f"slack/{name}.json", content if isinstance(content, str) else json.dumps(content))
    return written("slack/canvases.json", "[]").parent


def read(path: Path) -> list[Record]:
    return list(SlackReader(site=SITE).read(path))


def of(records: list[Record], kind: type[Any]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


def codes(records: list[Record]) -> list[str]:
    return [each.code for each in of(records, Problem) if each.code != "slack_counted"]


DAYS = {
    "peas/2021-03-01": [
        said("1614600000.000100", "Who has seeds?", thread_ts="1614600000.000100", reply_count=2),
        said("1614600001.000100", "Good morning"),
        said("1614600002.000100", "And to you", "U9", reactions=[{"name": "+1", "count": 2, "users": ["U1", "U2"]}]),
        said("1614600003.000100", "<@U1> has joined the channel", subtype="channel_join"),
    ],
    "peas/2021-03-02": [
        said("1614700000.000100", "I have", thread_ts="1614600000.000100"),
        said("1614700001.000100", "Shown to all", thread_ts="1614600000.000100", subtype="thread_broadcast"),
        said("1614700002.000100", "beep", subtype="bot_message"),
        said("1614700003.000100", "", files=[{"id": "F1", "name": "bed.png", "mimetype": "image/png", "size": 4200}]),
    ],
    "moss/2021-03-01": [said("1614600009.000100", "Alone")],
}


def test_threads_stand_alone_and_loose_talk_of_a_day_together(written: Written) -> None:
    records = read(export(written, DAYS))
    assert [(each.source_id, each.title) for each in of(records, Thread)] == [
        ("moss/2021-03-01", "#moss · 2021-03-01"),
        ("C1/1614600000.000100", ""),
        ("C1/2021-03-01", "#peas · 2021-03-01"),
        ("C1/2021-03-02", "#peas · 2021-03-02"),
    ]
    assert [(each.thread_id, each.body) for each in of(records, Message)] == [
        ("C1/2021-03-01", "And to you"),
        ("C1/1614600000.000100", "I have"),
        ("C1/1614600000.000100", "Shown to all"),
    ]
    assert [(each.target_id, each.count) for each in of(records, Vote)] == [("C1/1614600002.000100", 2)]
    assert of(records, Thread)[1].old_paths == ("/archives/C1/p1614600000000100",)
    assert of(records, Thread)[1].tags == ("peas",)
    assert of(records, Thread)[3].body == "📎 bed.png (4 kB)"
    assert [(each.name, each.target_id) for each in of(records, File)] == [("bed.png", "C1/2021-03-02")]
    assert codes(records) == ["channel_unlisted", "joined", "robot_alone"]


def test_people_and_channels_come_with_what_the_export_says(written: Written) -> None:
    records = read(export(written, DAYS))
    anna, robot = of(records, Person)
    assert (anna.name, anna.headline, anna.email, anna.is_system) == (
        "Anna Visser",
        "Gardener",
        "anna@x.example",
        False,
    )
    assert robot.is_system
    assert [(each.source_id, each.name, each.description) for each in of(records, Space)] == [
        ("moss", "#moss", ""),
        ("C1", "#peas", "All about peas"),
    ]
    (counted,) = [each for each in of(records, Problem) if each.code == "slack_counted"]
    assert counted.values == {
        "people": 2, "channels": 2, "unlisted": 1, "messages": 6, "joins": 1, "threads": 1, "replies": 2,
        "reactions": 1,
    }  # fmt: skip


def test_a_zip_with_a_folder_around_it_is_read_alike(written: Written, tmp_path: Path) -> None:
    folder = export(written, DAYS)
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.rglob("*.json"):
            archive.write(file, f"export/{file.relative_to(folder).as_posix()}")
    assert read(path) == read(folder)


def test_the_messages_name_the_workspace(written: Written) -> None:
    days = {"peas/2021-03-01": [said("1614600000.000100", "see <https://plot.slack.com/archives/C1/p1>")]}
    path = export(written, days)
    assert {record.source for record in SlackReader().read(path)} == {"plot.slack.com"}
    with pytest.raises(UnreadableFile, match=r"Name it: --site NAME\.slack\.com"):
        list(SlackReader().read(export(written, {"peas/2021-03-01": []})))


@pytest.mark.parametrize(
    "content", ["{", "null", '"x"', "[1, null, []]", "[" * 100_000, '[{"ts": 5}]', '[{"ts": "x"}]']
)
def test_a_broken_day_is_a_row_at_most_and_the_rest_goes_on(written: Written, content: str) -> None:
    records = read(export(written, {**DAYS, "peas/2021-03-03": content}))
    assert len(of(records, Thread)) == 4
    assert set(codes(records)) <= {"channel_unlisted", "joined", "robot_alone", "not_json", "message_empty"}


def test_odd_values_are_no_trouble(written: Written) -> None:
    odd = said(
        "1614600000.000100", "x", files="y", reactions=[{"count": "many", "users": 3}], edited=[], attachments={"a": 1},
        thread_ts=7, user=None, bot_profile="z",
    )  # fmt: skip
    assert len(of(read(export(written, {"peas/2021-03-01": [odd]})), Thread)) == 1


def test_what_is_no_export_is_refused(written: Written) -> None:
    with pytest.raises(UnreadableFile, match="no export of Slack"):
        read(written("slack/x.json", "[]").parent)
    with pytest.raises(UnreadableFile, match=r"users\.json, cannot be read"):
        read(export(written, DAYS, users="{"))


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("*bold* _slanted_ ~gone~ `code *x*`", "**bold** *slanted* ~~gone~~ `code *x*`"),
        ("snake_case_name 2*3*4", "snake_case_name 2\\*3\\*4"),
        ("<@U7|bram> <#C1|peas> <!here>", "[@bram](https://garden.slack.com/team/U7) #peas @here"),
        ("<@U1>", "[@Anna](https://garden.slack.com/team/U1)"),
        ("<https://x.example/a_b|a [b]> <https://x.example/>", "[a \\[b\\]](https://x.example/a_b) <https://x.example/>"),
        ("<mailto:a@x.example|a@x.example>", "[a@x.example](mailto:a@x.example)"),
        ("<javascript:evil()|click> &lt;b&gt;", "click \\<b>"),
        ("a &amp; b :tada: :no_such:", "a & b 🎉 :no_such:"),
        ("one\ntwo\n\nthree", "one\\\ntwo\n\nthree"),
        ("&gt; quoted\nanswer", "> quoted\n\nanswer"),
        ("• one\n• two", "- one\n- two"),
        ("```a &lt;- <https://x.example>\n  b```", "```\na <- https://x.example\n  b\n```"),
        ("# no heading", "\\# no heading"),
    ],
)  # fmt: skip
def test_slacks_markup_becomes_markdown(text: str, markdown: str) -> None:
    assert Mrkdwn(SITE, lambda number: {"U1": "Anna"}.get(number, "")).markdown(text) == markdown


@pytest.mark.parametrize(
    "text", ["*" * 50_000, "<" * 50_000, "*a " * 20_000, "_*~" * 20_000, "`" * 50_000, ":" * 50_000]
)
def test_hostile_text_takes_no_time(text: str) -> None:
    started = time.process_time()
    Mrkdwn(SITE, lambda _number: "").markdown(text)
    assert time.process_time() - started < 2  # seconds of CPU: the machine may be busy
