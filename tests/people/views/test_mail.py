"""The mails about an account."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from allauth import account, mfa, socialaccount
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import override

from gilde.core.models import QueuedTask
from gilde.people.mails import MAILS, write_mail
from gilde.people.tasks import deliver_mail, post

CONTEXT = {
    "code": "ABCD-EFGH",
    "password_reset_url": "https://gilde.example/reset/",
    "signup_url": "https://gilde.example/signup/",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "gone@example.org",
    "added_email": "new@example.org",
    "provider": "Works <Login>",
    "ip": "192.0.2.1",
    "user_agent": "<script>alert(1)</script>",
    "timestamp": datetime(2026, 3, 1, 12, 0, tzinfo=UTC),
}


@pytest.mark.parametrize("prefix", MAILS)
def test_every_mail_is_whole_in_text_and_in_html(prefix):
    message = write_mail(prefix, "anna@example.org", CONTEXT)
    assert message is not None
    assert "%(" not in message.subject + message.body
    assert "\n" not in message.subject
    assert "\n\n\n" not in message.body
    assert "\n\n-- \n" in message.body
    html = message.alternatives[0].content
    assert "<script>alert" not in html
    assert message.body.startswith(tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if MAILS[prefix].has_code:
        assert "\nABCD-EFGH\n" in message.body
        assert "ABCD-EFGH" in html
    if MAILS[prefix].is_notice:
        assert "192.0.2.1" in message.body


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "192.0.2.1, with Firefox on Linux, on",
        ),
        ("<script>alert(1)</script>", "This came from 192.0.2.1, on 1 March"),
        ("", "This came from 192.0.2.1, on 1 March"),
    ],
)
def test_a_mail_says_in_words_from_which_device_a_change_came(header, said):
    with override("en"):
        message = write_mail("account/email/password_changed", "anna@example.org", {**CONTEXT, "user_agent": header})
    assert said in message.body
    assert said in message.alternatives[0].content


def test_text_is_not_escaped_as_html():
    message = write_mail("socialaccount/email/account_connected", "anna@example.org", CONTEXT)
    assert "Works <Login>" in message.body


def test_we_wrote_every_mail_that_can_be_sent_here():
    templates = Path(account.__file__).parent.parent / "templates"
    known = {
        str(path.relative_to(templates)).removesuffix("_subject.txt")
        for room in (account, mfa, socialaccount)
        for path in (templates / room.__name__.split(".")[-1] / "email").glob("*_subject.txt")
    }
    by_link = {"account/email/password_reset_key"}  # we send codes
    ours = {"account/email/proof_code"}
    assert known - by_link == set(MAILS) - ours


def test_a_mail_we_do_not_know_is_left_to_allauth():
    assert write_mail("account/email/password_reset_key", "anna@example.org", CONTEXT) is None


def test_a_mail_that_is_tried_again_is_the_same_message():
    post(EmailMultiAlternatives("Your code", "ABCD", to=["anna@example.org"]))
    (row,) = QueuedTask.objects.filter(function="gilde.people.tasks.deliver_mail")
    for _ in range(2):
        deliver_mail.func(*row.args, **row.kwargs)
    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second
    assert first.startswith("<account.")
    deliver_mail.func("Of the release before", "x", "", "a@example.org", ["b@example.org"])
    assert "Message-ID" not in mail.outbox[-1].extra_headers
