"""A reply by mail: placed once, by whom it belongs to, or refused with its reason."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.storage import default_storage
from django.db import transaction
from tests.factories.dialogue import client_of, make_answer, make_question, member, person_of
from tests.gateways.letterbox.conftest import World, put_in
from tests.smtp import Smtp

from gilde.attention.notifications.actions.reply_key import void_reply_addresses
from gilde.attention.notifications.reply_address import Wanted
from gilde.communities.enums import Role
from gilde.communities.models import Membership
from gilde.core import clock
from gilde.core.models import QueuedTask
from gilde.core.tasks.worker import run_due
from gilde.dialogue.actions.attachment import MOST_FILES
from gilde.dialogue.actions.contribution import ContributionText, contribute
from gilde.dialogue.actions.curation import close
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Answer, Attachment, Comment
from gilde.gateways.letterbox import tasks
from gilde.gateways.letterbox.actions.deliver import deliver
from gilde.gateways.letterbox.actions.housekeeping import forget_person, throw_away
from gilde.gateways.letterbox.actions.receive import receive
from gilde.gateways.letterbox.enums import State
from gilde.gateways.letterbox.models import Arrived
from gilde.people.models import Account

pytestmark = pytest.mark.django_db


def test_a_reply_becomes_a_comment_of_the_reader_and_nobody_is_mailed(world: World) -> None:
    row = put_in(world.mail("Yes, do that.\n\nOn Sun, 22 Nov 2026, Gilde <gilde@example.org> wrote:\n> Bo commented\n"))
    assert row.state == State.PLACED
    comment = Comment.objects.get()
    assert comment.body == "Yes, do that."
    assert (comment.author_id, comment.contribution_id) == (world.reader.person_id, world.talk.pk)
    assert mail.outbox == []
    assert (row.person_id, row.contribution_id) == (world.reader.person_id, world.talk.pk)


def test_the_same_mail_twice_by_two_ways_is_one_reply(world: World) -> None:
    first = put_in(world.mail())
    second = put_in(b"Received: from elsewhere\r\n" + world.mail().as_bytes())
    assert first.pk == second.pk
    assert Comment.objects.count() == 1


def test_a_crash_between_writing_the_reply_and_noting_it_makes_no_second(world: World) -> None:
    row = put_in(world.mail())
    Arrived.objects.filter(pk=row.pk).update(state=State.WAITING)
    put_in(world.mail())
    assert Comment.objects.count() == 1


def test_a_reply_to_a_question_is_an_answer_and_to_an_answer_a_comment_under_it(world: World) -> None:
    question = make_question(world.author, world.place)
    put_in(world.mail("Like so.", To=world.address(Wanted.ANSWER, question.pk)))
    assert Answer.objects.get().body == "Like so."
    answer = make_answer(world.author, question)
    put_in(world.mail("Thanks.", To=world.address(Wanted.UNDER_ANSWER, answer.pk), id="<two@x>"))
    assert Comment.objects.get().answer_id == answer.pk


@pytest.mark.parametrize(
    ("text", "placed"),
    [
        ("Thank you, that helps.", True),
        ("Thank you.\n\nKind regards,\nBó", True),  # two letters are no name
        ("Thank you.\n\nKind regards,\nBo MAAS", False),
        ("Thank you.\n\nKind regards\nM\u00e1as", False),
        ("Thank you. My address is {email}.", False),
    ],
)
def test_a_reply_of_who_asked_without_a_name_is_placed_only_without_it(world: World, text: str, placed: bool) -> None:
    """Most people have their name beneath their mails and do not see it any more."""
    said = ContributionText(title="May I ask?", body="I do not dare.", language="en")
    question = contribute(
        actor=world.reader, community=world.place, kind=ContributionKind.QUESTION, text=said, unnamed=True
    )
    answer = make_answer(world.author, question)
    row = put_in(
        world.mail(text.format(email=world.email.upper()), To=world.address(Wanted.UNDER_ANSWER, number=answer.pk))
    )
    assert row.state == (State.PLACED if placed else State.REFUSED)
    assert [row.author_id for row in Comment.objects.all()] == ([question.author_id] if placed else [])
    if not placed:
        assert "without your name" in mail.outbox[0].body


@pytest.mark.parametrize(
    "said",
    [
        "Op ma 23 nov. 2026 om 01:48 schreef Gilde <gilde@example.org>:",
        "Op ma 23 nov. 2026 om 01:48 schreef Gilde\n<gilde@example.org>:",
        "Am Mo., 23. Nov. 2026 um 01:48 schrieb Gilde <gilde@example.org>:",
    ],
)
def test_what_introduces_the_quote_goes_with_it_where_the_name_comes_last(world: World, said: str) -> None:
    put_in(world.mail(f"Yes, do that.\n\n{said}\n\n> Bo commented\n> on Rounds\n"))
    assert Comment.objects.get().body == "Yes, do that."


FOOT = """> Bo commented on Rounds
> https://gilde.example.org/d/1/rounds/
>
> -- 
> Gilde
> You can reply to this email.
> Less often, or never: https://gilde.example.org/mail/less/Mg:1xV:secret/
"""


@pytest.mark.parametrize(
    "said", ["On Sun, 22 Nov 2026, Gilde <gilde@example.org> wrote:\n", "", "On Sun, 22 Nov\n2026, Gilde wrote:\n"]
)
def test_a_quote_and_nothing_else_is_no_reply(world: World, said: str) -> None:
    row = put_in(world.mail(f"\n{said}{FOOT}"))
    assert (row.state, Comment.objects.count()) == (State.REFUSED, 0)
    assert "Write something first." in mail.outbox[0].body


def test_below_a_quote_the_foot_of_our_letter_goes_with_its_link_and_the_answer_stays(world: World) -> None:
    put_in(world.mail(f"On Sun, 22 Nov 2026, Gilde <gilde@example.org> wrote:\n{FOOT}\nYes, do that.\n"))
    body = Comment.objects.get().body
    assert body.endswith("Yes, do that.")
    assert "Bo commented on Rounds" in body
    assert "mail/less" not in body
    assert "gilde@example.org" not in body


def test_no_link_by_which_others_end_our_letters_gets_into_a_reply_of_a_mail_program_that_marks_no_quotes(
    world: World,
) -> None:
    link = '<a href="https://gilde.example.org/mail/less/Mg:1xV:secret/">Less often, or never</a>'
    made = world.mail()
    made.clear_content()
    made.set_content(
        f"<p>Yes, do that.</p><p>You get this. {link}</p><blockquote><p>{link}</p></blockquote><p>And this.</p>",
        subtype="html",
    )
    put_in(made)
    body = Comment.objects.get().body
    assert ("Yes, do that." in body, "And this." in body, "secret" in body, "Less often" in body) == (
        True,
        True,
        False,
        False,
    )


def test_answers_between_quotes_keep_what_they_answer(world: World) -> None:
    put_in(world.mail("> Who comes?\n\nI do.\n\n> When?\n\nOn *Monday*.\n\n-- \nBo\nManager\n\n> the rest\n> of it\n"))
    assert Comment.objects.get().body == "> Who comes?\n\nI do.\n\n> When?\n\nOn \\*Monday\\*."


def test_the_letter_that_outlook_puts_below_goes_and_what_stands_under_it_stays(world: World, settings) -> None:
    letter = f"From: Gilde\nSent: Sunday\nTo: Bo\nSubject: x\n\nHello\n\n{settings.SITE_URL}/mail/less/x/\n"
    put_in(world.mail(f"Above.\n\n________________\n{letter}\nBelow.\n"))
    assert Comment.objects.get().body == "Above.\n\nBelow."


def test_html_alone_becomes_markdown_without_scripts(world: World) -> None:
    made = world.mail()
    made.set_content(
        "<p>I <b>agree</b>.<script>alert(1)</script></p><img src=x onerror=alert(1)><div class='gmail_quote'>"
        "<div>On Sun, 22 Nov 2026 Gilde &lt;gilde@example.org&gt; wrote:</div><blockquote>Old</blockquote></div>",
        subtype="html",
    )
    put_in(made)
    comment = Comment.objects.get()
    assert comment.body == "I **agree**."
    assert "script" not in comment.body_html


def test_files_come_along_through_the_usual_checks_and_the_rest_is_told(world: World) -> None:
    made = world.mail("With two files.")
    made.add_attachment(b"Notes of the round.", maintype="text", subtype="plain", filename="../../notes.txt")
    made.add_attachment(b"MZ\x90\x00" + b"\0" * 200, maintype="application", subtype="x-msdownload", filename="run.exe")
    row = put_in(made)
    assert row.state == State.PLACED
    assert [each.name for each in Attachment.objects.filter(comment=Comment.objects.get())] == ["notes.txt"]
    (told,) = mail.outbox
    assert told.subject.startswith("Some files were not added")
    assert "address that is only for your replies" in told.body
    assert "nothing was placed" not in told.body
    assert "run.exe" in told.body


def test_of_more_files_than_a_reply_takes_the_rest_is_told(world: World) -> None:
    made = world.mail("With many files.")
    for number in range(MOST_FILES + 2):
        made.add_attachment(f"Note {number}".encode(), maintype="text", subtype="plain", filename=f"{number}.txt")
    assert put_in(made).state == State.PLACED
    assert Attachment.objects.filter(comment=Comment.objects.get()).count() == MOST_FILES
    (told,) = mail.outbox
    assert f"A reply takes {MOST_FILES} files; the rest was left out." in told.body


@pytest.mark.parametrize("forged", ["mallory@evil.example", "", "a@b.example, c@d.example", "<>", "Bo Maas"])
def test_who_is_not_the_reader_is_refused_and_only_the_reader_is_told(world: World, forged: str) -> None:
    made = world.mail()
    del made["From"]
    row = put_in((f"From: {forged}\r\n" if forged else "").encode() + made.as_bytes())
    assert row.state == State.REFUSED
    assert Comment.objects.count() == 0
    (told,) = mail.outbox
    assert told.to == [world.email]


def test_two_from_lines_are_no_sender(world: World) -> None:
    row = put_in(b"From: mallory@evil.example\r\n" + world.mail().as_bytes())
    assert row.state == State.REFUSED


def test_another_confirmed_address_of_the_account_may_reply_and_an_unconfirmed_one_may_not(world: World) -> None:
    account = person_of(world.reader).account
    EmailAddress.objects.create(user=account, email="bo@home.example", verified=False)
    assert put_in(world.mail(From="bo@home.example")).state == State.REFUSED
    EmailAddress.objects.filter(email="bo@home.example").update(verified=True)
    assert put_in(world.mail(From="Bo@Home.example", id="<2@x>")).state == State.PLACED


def test_the_check_of_our_own_mail_server_decides_and_that_of_others_does_not(world: World, settings) -> None:
    settings.MAIL_IN_AUTHSERV = "mx.example.org"
    good, bad = "mx.example.org 1; dmarc=pass; spf=fail", "mx.example.org; spf=fail (a) smtp.mailfrom=x; dkim=none"
    assert put_in(world.mail(Authentication_Results=bad, id="<1@x>")).state == State.REFUSED
    assert put_in(world.mail(Authentication_Results="mx.evil.example; dmarc=fail", id="<2@x>")).state == State.PLACED
    assert put_in(world.mail(Authentication_Results=good, id="<3@x>")).state == State.PLACED
    failed = "mx.example.org; dmarc=fail header.from=x; spf=pass"
    assert put_in(world.mail(Authentication_Results=failed, id="<4@x>")).state == State.REFUSED


def test_somebody_elses_address_does_not_make_one_speak_for_them(world: World) -> None:
    other = member(world.place, "Cas Dijk")
    client_of(other)
    row = put_in(world.mail(To=world.address(reader=other)))
    assert row.state == State.REFUSED
    assert Comment.objects.count() == 0


def test_a_changed_token_is_none(world: World) -> None:
    address = world.address()
    at = address.index("+") + 3
    assert put_in(world.mail(To=address[:at] + ("a" if address[at] != "a" else "b") + address[at + 1 :])).state == (
        State.DROPPED
    )
    assert put_in(world.mail(To="reply@in.example.org", id="<2@x>")) is None
    assert put_in(world.mail(To=world.address().upper(), id="<3@x>")).state == State.PLACED


def test_who_left_or_never_belonged_gets_the_reason_and_learns_no_title(world: World) -> None:
    address = world.address()
    Membership.objects.filter(person=world.reader.person_id).delete()
    row = put_in(world.mail(To=address))
    assert row.state == State.REFUSED
    (told,) = mail.outbox
    assert "cannot read it any more" in told.body
    assert "/d/" not in told.body


def test_a_closed_conversation_says_so(world: World) -> None:
    host = member(world.place, "Host", role=Role.HOST)
    close(actor=host, contribution=world.talk, reason="Done.")
    assert put_in(world.mail()).reason == "This conversation is closed."


def test_expired_and_revoked_addresses_are_refused(world: World) -> None:
    with clock.at(clock.now() - timedelta(days=91)):
        old = world.address()
    assert "too old" in put_in(world.mail(To=old)).reason
    present = world.address()
    void_reply_addresses(actor=world.reader)
    assert "too old" in put_in(world.mail(To=present, id="<2@x>")).reason
    assert put_in(world.mail(To=world.address(), id="<3@x>")).state == State.PLACED


def test_a_deactivated_account_is_dropped_without_a_word(world: World) -> None:
    email = world.email
    address = world.address()
    Account.objects.filter(email=email).update(is_active=False)
    assert put_in(world.mail(To=address, From=email)).state == State.DROPPED
    assert mail.outbox == []


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x=y"},
        {"Precedence": "bulk"},
        {"List_Id": "<talk.example.org>"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
    ],
)
def test_programs_and_lists_are_never_answered(world: World, header: dict[str, str]) -> None:
    row = put_in(world.mail("I am on holiday.", From="mallory@evil.example", **header))
    assert row.state == State.DROPPED
    assert mail.outbox == []


def test_our_own_explanation_is_no_reply_and_cannot_loop(world: World) -> None:
    put_in(world.mail(From="mallory@evil.example"))
    (told,) = mail.outbox
    assert told.extra_headers["Auto-Submitted"] == "auto-replied"
    assert told.reply_to == []
    assert put_in(told.message().as_bytes().replace(b"To: ", b"To: " + world.address().encode() + b", ")).state == (
        State.DROPPED
    )


def test_at_most_five_explanations_a_day_and_thirty_replies_an_hour(world: World) -> None:
    for number in range(8):
        put_in(world.mail(From="mallory@evil.example", id=f"<{number}@x>"))
    assert len(mail.outbox) == 5
    for number in range(33):
        put_in(world.mail(f"Reply {number}", id=f"<r{number}@x>"))
    assert Comment.objects.count() == 30


def test_after_the_mail_server_was_away_for_an_hour_each_explanation_leaves_once(world: World, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    server = Smtp()
    server.close()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    with transaction.atomic():
        for number in range(2):
            row = receive(raw=world.mail(From="mallory@evil.example", id=f"<{number}@x>").as_bytes(), way="imap")
            assert row is not None
            tasks.read_mail.enqueue(row.pk)
    began = clock.now()
    waits = 0
    while (ahead := QueuedTask.objects.filter(state="ready").order_by("run_at").first()) is not None:
        if ahead.run_at > began + timedelta(hours=1):
            break
        with clock.at(max(ahead.run_at, began)):
            waits += run_due()
    assert waits > 10  # it was tried again and again, and was not given up
    back = Smtp(server.port)
    for _again in range(2):
        QueuedTask.objects.filter(state="ready").update(run_at=clock.now())
        run_due()
    back.close()
    assert [mail["To"] for mail in back.taken] == [world.email, world.email]
    assert len({mail["Message-ID"] for mail in back.taken}) == 2


def test_an_explanation_is_in_the_language_of_the_reader_and_leaves_once(world: World) -> None:
    Account.objects.filter(email=world.email).update(language="nl")
    put_in(world.mail("", id="<1@x>"))
    (told,) = mail.outbox
    assert told.subject.startswith("Je reactie is niet geplaatst")
    assert "Schrijf eerst iets." in told.body


def test_without_a_message_id_the_same_bytes_are_the_same_mail(world: World) -> None:
    made = world.mail()
    del made["Message-ID"]
    assert put_in(made).pk == put_in(made).pk
    assert Comment.objects.count() == 1


def test_two_people_with_one_message_id_are_two_mails(world: World) -> None:
    put_in(world.mail())
    other = member(world.place, "Cas Dijk")
    client_of(other)
    put_in(world.mail(To=world.address(reader=other), From=person_of(other).account.email))
    assert Comment.objects.count() == 2


def test_mails_go_after_so_many_days_and_the_row_still_knows_them(world: World, settings) -> None:
    row = put_in(world.mail())
    assert default_storage.exists(row.raw)
    with clock.at(clock.now() + timedelta(days=settings.MAIL_IN_DAYS + 1)):
        assert throw_away() == 1
        assert throw_away() == 0
    assert not default_storage.exists(row.raw)
    assert put_in(world.mail()).pk == row.pk
    assert Comment.objects.count() == 1


def test_a_lost_mail_is_dropped(world: World) -> None:
    row = Arrived.objects.create(key=str(uuid.uuid4()), way="imap", raw="mail-in/aa/none.eml", size=3)
    assert deliver(row.pk) == State.DROPPED


def test_no_mail_is_kept_of_somebody_who_leaves_for_good(world: World) -> None:
    row = put_in(world.mail())
    forget_person(person_id=world.reader.person_id)
    assert not default_storage.exists(row.raw)
    row.refresh_from_db()
    assert (row.person_id, row.raw) == (None, "")
