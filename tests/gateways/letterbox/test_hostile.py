"""Mails that nobody writes: each ends in a sentence or is dropped, in bounded time and memory."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable

import pytest
from django.core import mail
from tests.gateways.letterbox.conftest import World, put_in

from gilde.dialogue.models import Comment
from gilde.gateways.letterbox.bounds import TooMuch, check
from gilde.gateways.letterbox.enums import State
from gilde.gateways.letterbox.envelope import read_envelope

pytestmark = pytest.mark.django_db


def head(world: World, kind: str = "text/plain", more: str = "") -> bytes:
    lines = f"From: {world.email}\r\nTo: {world.address()}\r\nSubject: x\r\nMessage-ID: <h@x>\r\n{more}"
    return (lines + f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n").encode()


def many_parts(world: World) -> bytes:
    return head(world, 'multipart/mixed; boundary="b"') + b"--b\r\n\r\nx\r\n" * 10_000 + b"--b--\r\n"


def short_parts(world: World) -> bytes:
    return head(world, 'multipart/mixed; boundary="b"') + b"--b\nx\n" * 2_000_000


def deep_parts(world: World) -> bytes:
    levels = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(5_000)
    )
    return head(world, "multipart/mixed; boundary=b0") + levels


def mails_in_mails(world: World) -> bytes:
    return head(world, "message/rfc822") + b"Content-Type: message/rfc822\r\n\r\n" * 20_000


def short_lines(world: World) -> bytes:
    return head(world) + b"a\n" * 12_000_000


def headers_in_a_part(world: World) -> bytes:
    return head(world, 'multipart/mixed; boundary="b"') + b"--b\n" + b"a:b\n" * 5_000_000


def endless_header(world: World) -> bytes:
    return head(world)[:-2] + b"X: " + b"y" * 20_000_000


def semicolons(world: World) -> bytes:
    return head(world, 'multipart/mixed; boundary="b"') + b'--b\nContent-Type: text/plain; x="' + b";" * 20_000_000


def folded_semicolons(world: World) -> bytes:
    return head(world, 'multipart/mixed; boundary="b"') + b'--b\nContent-Type: text/plain; x="' + b";\n " * 60_000


BOMBS: list[Callable[[World], bytes]] = [
    many_parts, short_parts, deep_parts, mails_in_mails, short_lines, headers_in_a_part, endless_header, semicolons,
    folded_semicolons,
]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda made: made.__name__)
def test_a_bomb_is_refused_with_a_sentence_in_bounded_time_and_memory(world: World, bomb) -> None:
    raw = bomb(world)
    tracemalloc.start()
    began = time.process_time()
    row = put_in(raw)
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert row.state == State.REFUSED
    assert row.reason
    assert len(mail.outbox) == 1
    assert time.process_time() - began < 20  # seconds of CPU: the machine may be busy
    assert used < 120_000_000


def test_what_is_too_large_is_refused_by_its_headers_alone(world: World, settings) -> None:
    row = put_in(head(world) + b"x" * 76 + b"\r\n" * 2, size=100_000_000)
    assert row.reason == "It is too large: the limit is 25 megabytes."
    settings.MAIL_IN_BYTES = 1_000
    big = put_in(head(world).replace(b"<h@x>", b"<i@x>") + b"long line of text\r\n" * 100_000)
    assert big.state == State.REFUSED
    assert big.size > 1_000_000


def test_a_usual_mail_of_the_largest_size_is_read(world: World) -> None:
    line = b"QUJD" * 19 + b"\r\n"
    check(head(world, "application/pdf", "Content-Transfer-Encoding: base64\r\n") + line * (24_000_000 // len(line)))
    with pytest.raises(TooMuch):
        check(b"a: b\r\n\r\n" + b"\n" * 500_000)


def test_twenty_thousand_receivers_end_in_a_sentence_and_a_thousand_are_no_work(world: World) -> None:
    crowd = [f"Person {number} <p{number}@example.org>" for number in range(20_000)]
    began = time.process_time()
    row = put_in(head(world, more="Cc: " + ",\r\n ".join(crowd) + "\r\n") + b"Hello.\r\n")
    assert row.state == State.REFUSED
    row = put_in(head(world, more="Cc: " + ",\r\n ".join(crowd[:1_000]) + "\r\n").replace(b"<h@x>", b"<i@x>") + b"Hi.")
    assert row.state == State.PLACED
    assert time.process_time() - began < 5  # seconds of CPU: the machine may be busy
    assert len(read_envelope(head(world, more="Cc: " + ",".join([world.address()] * 900) + "\r\n")).tokens) == 1


def test_a_subject_cannot_add_headers_to_what_we_send(world: World) -> None:
    made = head(world).replace(b"Subject: x", b"Subject: =?utf-8?q?x=0D=0ABcc:_all=40example.org?=")
    row = put_in(made.replace(world.email.encode(), b"mallory@evil.example"))
    assert row.state == State.REFUSED
    (told,) = mail.outbox
    assert "\n" not in told.subject
    assert told.recipients() == [world.email]
    assert b"\nBcc:" not in told.message().as_bytes()


@pytest.mark.parametrize(
    "charset", ["utf-7", "x-unknown", "zip", "rot13", "utf-16", "iso-2022-jp", "\x00", "idna", "unicode_escape"]
)
def test_odd_charsets_are_read_as_well_as_can_be(world: World, charset: str) -> None:
    row = put_in(head(world, f'text/plain; charset="{charset}"') + "Héé, dag.\r\n".encode())
    assert row.state in (State.PLACED, State.REFUSED)
    assert not any("\x00" in body for body in Comment.objects.values_list("body", flat=True))


def test_a_script_in_a_text_mail_stays_text(world: World) -> None:
    put_in(head(world) + b"<script>alert(1)</script> [x](javascript:alert(1))\r\n")
    comment = Comment.objects.get()
    assert "<script" not in comment.body_html
    assert 'href="javascript' not in comment.body_html


def test_random_and_mutated_bytes_never_raise(world: World) -> None:
    chance = random.Random(5)
    base = bytearray(
        head(world, 'multipart/mixed; boundary="b"') + b"--b\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>a=20b</p>\r\n--b\r\nContent-Disposition: attachment; "
        b"filename*=utf-8''%e2%82%ac.txt\r\n\r\nhi\r\n--b--\r\n"
    )
    for _round in range(300):
        made = bytearray(base)
        for _change in range(chance.randint(1, 40)):
            at = chance.randrange(len(made))
            if chance.random() < 0.5:
                made[at] = chance.randrange(256)
            else:
                made[at:at] = bytes(chance.randrange(256) for _ in range(3))
        read_envelope(bytes(made))
        if _round % 10 == 0:
            put_in(bytes(made))
    for _round in range(200):
        read_envelope(bytes(chance.randrange(256) for _ in range(chance.randint(0, 400))))
