"""Mail that a provider brings, as django-anymail reads it: real payloads, sent to our own address."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

import pytest
from django.conf import settings as configured
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from tests.gateways.letterbox import test_hostile
from tests.gateways.letterbox.conftest import World

from gilde.dialogue.models import Attachment, Comment
from gilde.gateways.letterbox import tasks
from gilde.gateways.letterbox.enums import State
from gilde.gateways.letterbox.models import Arrived

pytestmark = pytest.mark.django_db
HOOK = "/mail/in/"
SECRET = "gilde:0123456789abcdef"
AUTH = {"authorization": "Basic " + base64.b64encode(SECRET.encode()).decode()}


@pytest.fixture(autouse=True)
def provider(settings, world: World) -> None:
    settings.MAIL_IN_PROVIDER = "postmark"
    settings.ANYMAIL = {**configured.ANYMAIL, "WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": "key"}


def postmark(world: World, **more: object) -> dict[str, object]:
    return {
        "FromFull": {"Email": world.email, "Name": "Bo"},
        "ToFull": [{"Email": world.address(), "Name": ""}],
        "OriginalRecipient": world.address(),
        "Subject": "Re: Rounds that work",
        "MessageID": "b1",
        "Date": "Sun, 22 Nov 2026 08:00:00 +0100",
        "TextBody": "Yes, do that.",
        "HtmlBody": "",
        "Headers": [{"Name": "Message-ID", "Value": "<one@mail.example>"}],
        "Attachments": [],
        **more,
    }


def bring(body: object, **more: object) -> int:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client().post(HOOK, content, content_type="application/json", headers=AUTH, **more).status_code


def read_all() -> None:
    for number in Arrived.objects.values_list("pk", flat=True):
        tasks.read_mail.call(number)


def test_a_reply_by_a_provider_is_placed_once_however_often_it_is_brought(world: World) -> None:
    file = {"Name": "notes.txt", "ContentType": "text/plain", "Content": base64.b64encode(b"Notes.").decode()}
    for _time in range(3):
        assert bring(postmark(world, Attachments=[file])) == 200
    read_all()
    read_all()
    assert Comment.objects.get().body == "Yes, do that."
    assert Attachment.objects.get().name == "notes.txt"
    assert Arrived.objects.get().way == "postmark"


def test_without_the_secret_nothing_is_taken_in(world: World) -> None:
    body = json.dumps(postmark(world))
    for headers in (
        {},
        {"authorization": "Basic " + base64.b64encode(b"gilde:wrong").decode()},
        {"authorization": "x"},
    ):
        assert Client().post(HOOK, body, content_type="application/json", headers=headers).status_code == 403
    assert Arrived.objects.count() == 0


def test_where_no_provider_is_set_there_is_no_such_address(settings) -> None:
    settings.MAIL_IN_PROVIDER = ""
    assert Client().post(HOOK, b"{}", content_type="application/json").status_code == 404
    assert Client().get(HOOK).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"FromFull": 3}',
        b"\xff\xfe",
        b'{"Headers": [1], "FromFull": {}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_mail_is_refused_without_a_fault(body: bytes) -> None:
    assert bring(body) in (200, 400)
    assert Arrived.objects.count() == 0


def test_what_is_too_large_is_refused_before_it_is_read(settings) -> None:
    settings.MAIL_IN_BYTES = 1_000
    assert bring(b"{" + b" " * 5_000) == 413


def test_a_signed_mail_is_kept_as_it_came_and_a_wrong_signature_is_refused(world: World, settings) -> None:
    settings.MAIL_IN_PROVIDER = "mailgun"
    at = str(int(time.time()))
    signature = hmac.new(b"key", f"{at}token".encode(), hashlib.sha256).hexdigest()
    fields = {"timestamp": at, "token": "token", "recipient": world.address(), "sender": world.email}
    raw = world.mail().as_bytes()
    signed = {**fields, "signature": signature, "body-mime": raw.decode()}
    assert Client().post(HOOK, {**signed, "signature": "0" * 64}, headers=AUTH).status_code == 403
    assert Client().post(HOOK, signed, headers=AUTH).status_code == 200
    read_all()
    assert Comment.objects.get().body == "Yes, do that."
    row = Arrived.objects.get()
    assert default_storage.open(row.raw).read() == raw


@pytest.mark.parametrize("bomb", [test_hostile.deep_parts, test_hostile.mails_in_mails, test_hostile.many_parts])
def test_a_bomb_by_a_provider_is_refused_by_a_sentence(world: World, settings, bomb) -> None:
    settings.MAIL_IN_PROVIDER = "sendgrid"
    raw = bomb(world)
    began = time.process_time()
    sent = {"envelope": json.dumps({"to": [world.address()], "from": world.email}), "email": raw.decode()}
    assert Client().post(HOOK, sent, headers=AUTH).status_code == 200
    read_all()
    assert Arrived.objects.get().state == State.REFUSED
    assert time.process_time() - began < 10  # seconds of CPU: the machine may be busy


def test_a_provider_does_not_wait_while_a_mail_is_taken_apart(world: World) -> None:
    """The standard library's time for one header grows with the square of its parameters: here 9,000 of them."""
    odd = (
        world.mail("x")
        .as_bytes()
        .replace(b"Content-Type: text/plain;", b"Content-Type: text/plain;" + b"\n x=y;" * 9000)
    )
    begun = time.process_time()
    assert bring({"RawEmail": odd.decode(), "OriginalRecipient": world.address(), "Headers": []}) == 200
    assert time.process_time() - begun < 1.5
    read_all()
    assert Arrived.objects.get().state == State.REFUSED


CROWD = [f"p{number}@example.org" for number in range(20_000)]
ROWS = [{"Email": address, "Name": "Somebody"} for address in CROWD]
LINE = ", ".join(CROWD)


@pytest.mark.parametrize(
    "lists",
    [
        {"ToFull": ROWS, "CcFull": ROWS, "BccFull": ROWS},
        {"Headers": [{"Name": "Message-ID", "Value": "<two@x>"}, {"Name": "Resent-To", "Value": LINE}]},
        {"Headers": [{"Name": "X-List", "Value": address} for address in CROWD]},
        {"BccFull": ROWS, "RawEmail": "From: BO\nTo: OURS\nMessage-ID: <raw@x>\n\nYes, do that.\n"},
    ],
    ids=["rows", "a line", "headers", "beside a raw mail"],
)
def test_twenty_thousand_receivers_by_a_provider_are_no_work_and_the_mail_arrives(world: World, lists) -> None:
    sent = postmark(world, **lists)
    if "RawEmail" in sent:
        sent["RawEmail"] = str(sent["RawEmail"]).replace("BO", world.email).replace("OURS", world.address())
    began = time.process_time()
    assert bring(sent) == 200
    assert time.process_time() - began < 2  # seconds of CPU; it was fifteen before the lists were cut
    read_all()
    assert Comment.objects.get().body == "Yes, do that."


def test_nor_are_they_with_a_provider_that_tells_each_header(world: World, settings) -> None:
    settings.MAIL_IN_PROVIDER = "mailjet"
    headers = {"From": world.email, "To": LINE, "Cc": LINE, "Message-ID": "<jet@x>"}
    began = time.process_time()
    assert bring({"Headers": headers, "Recipient": world.address(), "Text-part": "Yes, do that."}) == 200
    assert time.process_time() - began < 2
    read_all()
    assert Comment.objects.get().body == "Yes, do that."


def test_files_of_a_form_go_to_the_disk_and_come_along(world: World, settings) -> None:
    settings.MAIL_IN_PROVIDER = "sendgrid"
    sent = {
        "headers": f"From: {world.email}\nTo: {world.address()}\nMessage-ID: <s@x>\n",
        "envelope": json.dumps({"to": [world.address()], "from": world.email}),
        "text": "With a file.",
        "attachment-info": json.dumps({"attachment1": {"filename": "a.txt", "name": "a.txt", "type": "text/plain"}}),
        "attachment1": SimpleUploadedFile("a.txt", b"Hello.", "text/plain"),
        "attachments": "1",
    }
    assert Client().post(HOOK, sent, headers=AUTH).status_code == 200
    read_all()
    assert Attachment.objects.get().name == "a.txt"


def test_after_an_hour_in_which_nothing_could_be_kept_each_mail_is_brought_again_and_placed_once(
    world: World, settings, tmp_path
) -> None:
    """A provider comes again until it hears 200, and again when it did not hear ours."""
    mails = [
        postmark(world, TextBody=f"Reply {number}.", Headers=[{"Name": "Message-ID", "Value": f"<{number}@x>"}])
        for number in range(3)
    ]
    (tmp_path / "full").write_text("a disk that takes nothing")
    with override_settings(MEDIA_ROOT=str(tmp_path / "full")):
        impatient = Client(raise_request_exception=False)
        for _try in range(4):
            for mail in mails:
                answer = impatient.post(HOOK, json.dumps(mail), content_type="application/json", headers=AUTH)
                assert answer.status_code >= 500  # anything else, and the provider would not come again
    assert Arrived.objects.count() == 0
    for mail in [*mails, *mails, mails[1]]:
        assert bring(mail) == 200
        read_all()
    assert sorted(Comment.objects.values_list("body", flat=True)) == ["Reply 0.", "Reply 1.", "Reply 2."]
