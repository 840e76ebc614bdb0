"""Mailing lists in mbox files."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gilde.gateways.portability.html_to_markdown import body_as_markdown
from gilde.gateways.portability.readers.mbox import MboxReader
from gilde.gateways.portability.readers.mbox.plain import as_markdown
from gilde.gateways.portability.records import File, Message, Person, Problem, Record, Thread, UnreadableFile

Written = Callable[..., Path]
SITE = "list.example.org"


def mail(number: int, body: str = "Hello there.\n", *lines: str, sender: str = "Anna <anna@x.example>") -> str:
    headers = [
        f"From: {sender}",
        f"Date: Mon, {number} Mar 2021 10:00:00 +0100",
        f"Message-ID: <{number}@x.example>",
        *lines,
    ]
    return f"From anna@x.example Mon Mar  {number} 10:00:00 2021\n" + "\n".join(headers) + f"\n\n{body}\n\n"


def read(path: Path, site: str | None = SITE) -> list[Record]:
    return list(MboxReader(site=site).read(path))


def of(records: list[Record], kind: type[Any]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


def codes(records: list[Record]) -> list[str]:
    return [each.code for each in of(records, Problem) if each.code != "mbox_counted"]


def test_replies_follow_what_they_answer_whatever_the_order(written: Written) -> None:
    text = (
        mail(3, "C\n", "In-Reply-To: <2@x.example>", "Subject: Re: [peas] Seeds", sender="Cor <cor@x.example>")
        + mail(1, "A\n", "Subject: [peas] =?utf-8?q?Se=C3=ABds?=")
        + mail(2, "B\n", "In-Reply-To: <1@x.example>", sender="bram at x.example (Bram)")
        + mail(4, "D\n", "In-Reply-To: <gone@x.example>", "References: <1@x.example> <gone@x.example>")
        + mail(5, "E\n", "In-Reply-To: <nowhere@x.example>", "Subject: Re: Moss")
    )
    records = read(written("peas.mbox", text))
    assert [(each.source_id, each.title) for each in of(records, Thread)] == [
        ("1@x.example", "Seëds"),
        ("5@x.example", "Moss"),
    ]
    assert [(each.source_id, each.thread_id, each.parent_id) for each in of(records, Message)] == [
        ("2@x.example", "1@x.example", None),
        ("3@x.example", "1@x.example", "2@x.example"),
        ("4@x.example", "1@x.example", None),
    ]
    assert {(each.name, each.email) for each in of(records, Person)} == {
        ("Anna", "anna@x.example"), ("Bram", "bram@x.example"), ("Cor", "cor@x.example"),
    }  # fmt: skip
    (counted,) = [each for each in of(records, Problem) if each.code == "mbox_counted"]
    assert counted.values == {
        "messages": 5, "replies": 4, "attached": 2, "more": 1, "parents": 4, "present": 2,
    }  # fmt: skip


def test_many_packed_files_are_one_list(written: Written, tmp_path: Path) -> None:
    written("list/2021q1.txt.gz", gzip.compress(mail(1).encode()))
    path = written("list/2021q2.txt", mail(2, "B\n", "In-Reply-To: <1@x.example>")).parent
    records = read(path)
    assert (len(of(records, Thread)), len(of(records, Message))) == (1, 1)


MIME = """MIME-Version: 1.0
Subject: Bed
List-Id: Peas <peas.example.org>
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: multipart/alternative; boundary="c"

--c
Content-Type: text/html; charset="utf-8"

<p>Look at <b>this</b><script>evil()</script></p>

--c--
--b
Content-Type: image/png; name="../../bed.png"
Content-Transfer-Encoding: base64

aGVsbG8=

--b--"""


def test_html_mails_and_attachments_come_in(written: Written) -> None:
    text = "From a@x.example Mon Mar  1 10:00:00 2021\nFrom: Anna <a@x.example>\nMessage-ID: <1@x>\n" + MIME
    reader = MboxReader()
    records = list(reader.read(written("peas.mbox", text)))
    (thread,) = of(records, Thread)
    assert thread.source == "peas.example.org"
    assert body_as_markdown(thread) == "Look at **this**"
    (file,) = of(records, File)
    assert (file.name, file.size, file.target_id) == ("..-..-bed.png", 5, "1@x")
    held = reader.open_file(file)
    assert held is not None
    assert held.read() == b"hello"


def test_a_line_in_a_text_that_begins_like_a_mail_is_text(written: Written) -> None:
    body = "Once.\n\nFrom Monday on we sow.\n\nFrom anna Mon Mar  1 10:00:00 2021\nis a line\n"
    records = read(written("peas.mbox", mail(1, body) + mail(2)))
    assert len(of(records, Thread)) == 2


def test_circles_of_replies_end(written: Written) -> None:
    text = mail(1, "A", "In-Reply-To: <2@x.example>") + mail(2, "B", "In-Reply-To: <1@x.example>")
    records = read(written("peas.mbox", text + mail(3, "C", "In-Reply-To: <3@x.example>")))
    assert [each.source_id for each in of(records, Thread)] == ["1@x.example", "3@x.example"]
    assert [each.thread_id for each in of(records, Message)] == ["1@x.example"]


def test_forged_and_broken_headers_are_read_as_far_as_they_go(written: Written) -> None:
    odd = (
        "From x Mon Mar  1 10:00:00 2021\nFrom: =?x-none?q?=FF?= <not an address>, <b@x.example>\n"
        "Date: Mon, 99 Foo 99999 99:99\nMessage-ID: no brackets\nSubject: =?utf-8?b?!!!?=\n a\x00b\u202e\n\nText\n\n"
    )
    records = read(written("peas.mbox", odd + mail(2)))
    assert len(of(records, Thread)) == 2
    assert of(records, Thread)[0].created_at.year == 2021


def test_mime_bombs_are_a_row_and_the_rest_goes_on(written: Written) -> None:
    nested = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(3000))
    many = 'Content-Type: multipart/mixed; boundary="b"\n\n' + "--b\nContent-Type: text/plain\n\nx\n" * 5000 + "--b--"
    begin = "From a@x.example Mon Mar  1 10:00:00 2021\nFrom: A <a@x.example>\nMIME-Version: 1.0\n"
    started = time.process_time()
    records = read(written("peas.mbox", begin + nested + "\n\n" + begin + many + "\n\n" + mail(2)))
    assert time.process_time() - started < 20  # seconds of CPU: the machine may be busy
    assert codes(records).count("mail_unreadable") == 2
    assert len(of(records, Thread)) == 3


def test_a_cut_archive_gives_what_is_there(written: Written) -> None:
    packed = gzip.compress("".join(mail(number, "x" * 2000) for number in range(1, 9)).encode(), 0)
    records = read(written("peas.mbox.gz", packed[: len(packed) // 2]))
    assert 1 <= len(of(records, Thread)) < 8
    assert codes(records) == ["entry_broken_off"]


@pytest.mark.parametrize("content", [b"", b"hello", b"\x1f\x8b\x00", b"From x\n\n" * 100])
def test_what_holds_no_mail_is_refused(written: Written, content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="There is no mail"):
        read(written("peas.mbox", content))


def test_who_does_not_name_the_list_is_asked(written: Written) -> None:
    with pytest.raises(UnreadableFile, match="Name it: --site HOST"):
        read(written("peas.mbox", mail(1)), None)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        (f"{'word ' * 14}\nso it flows.", f"{'word ' * 13}word\nso it flows."),
        ("x <- 1\ny <- 2", "x <- 1\\\ny <- 2"),
        ("    x <- 1\n    y", "```\nx <- 1\ny\n```"),
        ("```r\n*x*\n```", "```\n*x*\n```"),
        ("> asked\nAnswer", "> asked\n\nAnswer"),
        ("Answer\n\nOn Mon, Anna Visser wrote:\n> all\n> of it", "Answer"),
        ("Answer\n-- \nAnna\n06", "Answer"),
        ("Answer\n\nSent from my phone", "Answer"),
        ("Answer\n______________________________________\npeas mailing list\nhttps://x", "Answer"),
        ("Answer\n\n\t[[alternative HTML version deleted]]", "Answer"),
        ("See <https://x.example/a_b>. *Now*", "See <https://x.example/a_b>. \\*Now\\*"),
        ("- one\n  more\n- two", "- one\n  more\n- two"),
    ],
)  # fmt: skip
def test_the_text_of_a_mail_becomes_markdown(text: str, markdown: str) -> None:
    assert as_markdown(text) == markdown


@pytest.mark.parametrize(
    "text", [">" * 100_000, "> \n" * 50_000, "\n" * 100_000, "https://" * 20_000, "On " * 50_000, "_" * 100_000]
)
def test_hostile_text_takes_no_time(text: str) -> None:
    started = time.process_time()
    as_markdown(text)
    assert time.process_time() - started < 3  # seconds of CPU: the machine may be busy
