"""The addresses replies go to, and letters that did not arrive."""

from __future__ import annotations

import smtplib

import pytest
from django.core import mail
from django.test import Client
from tests.attention.notifications.test_letter import commented, reader, send_at_once, spread_all
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)

from gilde.attention.notifications.actions.paused_address import pause_address
from gilde.attention.notifications.models import Letter, PausedAddress, ReplyKey
from gilde.attention.notifications.reply_address import Wanted, make_address, read_token, tokens_in
from gilde.communities.models import Community
from gilde.gateways.letterbox.actions.bounce import note_bounce
from gilde.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_in(settings) -> None:
    settings.MAIL_IN_ADDRESS = "reply@in.example.org"
    settings.DEFAULT_FROM_EMAIL = "Gilde <gilde@example.org>"


def target(message) -> tuple[Wanted, int, int]:
    (token,) = tokens_in(", ".join(message.reply_to))
    found = read_token(token)
    return found.wanted, found.number, found.person


def test_an_address_fits_a_local_part_and_says_what_was_put_in() -> None:
    address = make_address(Wanted.UNDER_ANSWER, 2**40, person=2**33, generation=999)
    local, _, _domain = address.partition("@")
    assert len(local) <= 64
    assert address == address.lower()
    found = read_token(local.partition("+")[2].upper())
    assert (found.wanted, found.number, found.person, found.generation) == (Wanted.UNDER_ANSWER, 2**40, 2**33, 999)


@pytest.mark.parametrize(
    "token", ["", "a" * 19, "a" * 30, "a" * 58, "é" * 30, "0" * 30, "aaaa+aaaaaaaaaaaaaaaaaaaaaaa"]
)
def test_what_we_did_not_make_is_nothing(token: str) -> None:
    assert read_token(token) is None


def test_another_key_or_one_changed_letter_is_nothing(settings) -> None:
    (token,) = tokens_in(make_address(Wanted.COMMENT, 5, person=7, generation=0))
    for at in range(len(token)):
        changed = token[:at] + ("b" if token[at] != "b" else "c") + token[at + 1 :]
        assert read_token(changed) is None or changed[-1] != token[-1]  # the last letter holds bits nobody reads
    settings.SECRET_KEY = "another"
    assert read_token(token) is None


def test_addresses_of_others_are_not_ours() -> None:
    address = make_address(Wanted.COMMENT, 5, person=7, generation=0)
    token = address.partition("+")[2].partition("@")[0]
    assert tokens_in(f"<{address}>, x{address}, {address}.evil.example, reply+{token}@other.example") == [token]


def test_a_letter_about_one_comment_asks_for_a_comment_there() -> None:
    author = reader(make_place())
    row = commented(author)
    assert send_at_once(author)
    assert target(mail.outbox[0]) == (Wanted.COMMENT, row.pk, author.person_id)
    assert "You can reply to this email." in mail.outbox[0].body
    assert "You can reply to this email." in mail.outbox[0].alternatives[0][0]


def test_a_letter_about_an_answer_asks_for_a_comment_under_it() -> None:
    place = make_place()
    asker = reader(place)
    answer = make_answer(member(place, "Bo Maas"), make_question(asker, place))
    spread_all()
    assert send_at_once(asker)
    assert target(mail.outbox[0]) == (Wanted.UNDER_ANSWER, answer.pk, asker.person_id)


def test_a_letter_about_two_conversations_says_that_a_reply_cannot_be_placed() -> None:
    author = reader(make_place())
    commented(author)
    place = Community.objects.get(pk=author.places[0].id)
    make_comment(member(place), make_contribution(author, place, title="Another"))
    spread_all()
    assert send_at_once(author)
    assert target(mail.outbox[0])[0] == Wanted.NOTHING
    assert "You can reply" not in mail.outbox[0].body


def test_without_mail_in_a_letter_has_no_such_address(settings) -> None:
    settings.MAIL_IN_ADDRESS = ""
    author = reader(make_place())
    commented(author)
    assert send_at_once(author)
    assert mail.outbox[0].reply_to == []
    assert mail.outbox[0].from_email == "Gilde <gilde@example.org>"


def test_the_envelope_says_where_a_bounce_goes_and_the_reader_sees_our_name(settings) -> None:
    author = reader(make_place())
    commented(author)
    assert send_at_once(author)
    assert mail.outbox[0].message()["From"] == "Gilde <gilde@example.org>"
    (token,) = tokens_in(mail.outbox[0].from_email)
    assert read_token(token).wanted == Wanted.BOUNCE
    settings.DEFAULT_FROM_EMAIL = "Gilde <gilde@elsewhere.example>"  # DMARC compares the two
    place = Community.objects.get(pk=author.places[0].id)
    make_comment(member(place), make_contribution(author, place, title="Another"))
    spread_all()
    assert send_at_once(author)
    assert mail.outbox[1].from_email == "Gilde <gilde@elsewhere.example>"


REPORT = """Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {email}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b--
"""


def bounced(author, status: str = "5.1.1", action: str = "failed", email: str = "") -> str:
    token = tokens_in(mail.outbox[-1].from_email)[0]
    email = email or person_of(author).account.email
    return note_bounce(read_token(token), REPORT.format(email=email, action=action, status=status).encode())


def test_a_hard_bounce_pauses_the_address_until_its_owner_says_otherwise() -> None:
    author = reader(make_place())
    row = commented(author)
    assert send_at_once(author)
    for soft in ({"status": "4.2.2", "action": "delayed"}, {"status": "5.2.2"}, {"email": "other@example.org"}):
        bounced(author, **soft)
        assert PausedAddress.objects.count() == 0
    bounced(author)
    make_comment(member(Community.objects.get(pk=row.community_id)), row)
    spread_all()
    assert not send_at_once(author)
    assert Letter.objects.order_by("-pk").first().refused == "mail to this address is paused"
    client = client_of(author)
    page = client.get("/me/mail/").content.decode()
    assert "comes back" in page
    assert client.post("/me/mail/again/").status_code == 302
    assert "comes back" not in client.get("/me/mail/").content.decode()


def test_another_main_address_ends_the_pause() -> None:
    author = reader(make_place())
    account = person_of(author).account
    pause_address(account=account, reason="no such user")
    Account.objects.filter(pk=account.pk).update(email="new@example.org")
    assert "comes back" not in client_of(author).get("/me/mail/").content.decode()


def test_an_address_refused_while_sending_is_paused_and_a_full_box_is_not(monkeypatch) -> None:
    author = reader(make_place())
    row = commented(author)
    code = [452]

    def refuse(*_args, **_values):
        raise smtplib.SMTPRecipientsRefused({"x@example.org": (code[0], b"no")})

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", refuse)
    assert not send_at_once(author)
    assert PausedAddress.objects.count() == 0
    code[0] = 550
    make_comment(member(Community.objects.get(pk=row.community_id)), row)
    spread_all()
    assert not send_at_once(author)
    assert PausedAddress.objects.get().email == person_of(author).account.email


def test_somebody_makes_their_addresses_void_from_the_page() -> None:
    author = reader(make_place())
    client = client_of(author)
    assert "Make the addresses void" in client.get("/me/mail/").content.decode()
    assert client.post("/me/mail/addresses/").status_code == 302
    assert ReplyKey.objects.get(person=author.person_id).generation == 1


def test_visitors_are_led_to_the_log_in_page() -> None:
    assert "login" in Client().post("/me/mail/addresses/").url
    assert "login" in Client().post("/me/mail/again/").url
