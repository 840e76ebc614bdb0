"""Letters: at the chosen rhythm, never the same thing twice, never what one may not read."""

from __future__ import annotations

import re
import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.dialogue import (
    client_of,
    joined,
    make_comment,
    make_compliment,
    make_contribution,
    make_place,
    member,
    person_of,
)

from gilde.attention.notifications import tasks
from gilde.attention.notifications.actions.letter import begin_at_once, begin_digest, choose_rhythm, quieten, send
from gilde.attention.notifications.actions.level import choose
from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.enums import Level, Rhythm, Subject
from gilde.attention.notifications.models import Letter, MailChoice, Notice
from gilde.attention.notifications.queries.letter import due, period_of, rhythm_of
from gilde.attention.notifications.queries.words import words_of
from gilde.attention.notifications.writing import read_stop_token, stop_token
from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core import clock
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.dialogue.actions.comment import delete_comment
from gilde.dialogue.actions.contribution import ContributionText, contribute
from gilde.dialogue.actions.curation import move
from gilde.dialogue.actions.read_mark import mark_read
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Contribution
from gilde.people.enums import PersonState
from gilde.people.models import Account, Person
from gilde.people.reader import zone_of

pytestmark = pytest.mark.django_db
DAY = "2026-11-23"  # a Monday


def spread_all() -> None:
    for activity in Activity.objects.order_by("pk"):
        spread(activity)


def reader(place, rhythm: Rhythm = Rhythm.AT_ONCE) -> Actor:
    """Somebody with an account who wants mail at this rhythm."""
    actor = member(place)
    client_of(actor)
    Account.objects.filter(person=actor.person_id).update(language="en")
    choose_rhythm(actor=actor, rhythm=rhythm)
    return actor


def commented(author: Actor, title: str = "Rounds that work") -> Contribution:
    """A contribution of ``author`` with a comment of somebody else that they were told of."""
    place = author.places[0].id
    community = Community.objects.get(pk=place)
    row = make_contribution(author, community, title=title)
    make_comment(member(community, "Bo Maas"), row)
    spread_all()
    return row


def send_at_once(actor: Actor) -> bool:
    letter = begin_at_once(actor.person_id)
    return letter is not None and send(letter.pk)


def send_digest(actor: Actor, rhythm: Rhythm = Rhythm.DAILY, period: str = DAY) -> bool:
    letter = begin_digest(person_id=actor.person_id, rhythm=rhythm, period=period)
    return letter is not None and send(letter.pk)


def test_who_wants_to_know_at_once_gets_one_mail_with_the_place():
    author = reader(make_place())
    row = commented(author)
    assert send_at_once(author)
    (sent,) = mail.outbox
    assert sent.to == [person_of(author).account.email]
    assert sent.subject == "Bo Maas commented on “Rounds that work”"
    assert row.comments.get().get_absolute_url() in sent.body
    html, kind = sent.alternatives[0]
    assert kind == "text/html"
    assert "<b>Rounds that work</b>" in html
    assert sent.extra_headers["In-Reply-To"].startswith(f"<contribution.{row.pk}@")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_letter_of_the_moment_says_what_was_said():
    author = reader(make_place())
    row = make_contribution(author, Community.objects.get(pk=author.places[0].id), title="Rounds that work")
    other = member(row.community, "Bo Maas")
    make_comment(other, row, "Begin with a silent *minute*. & listen")
    spread_all()
    assert send_at_once(author)
    (sent,) = mail.outbox
    assert "Begin with a silent minute. & listen" in sent.body
    html = sent.alternatives[0][0]
    assert "<blockquote>Begin with a silent minute. &amp; listen</blockquote>" in html


@pytest.mark.parametrize(("audience", "told"), [(Audience.PUBLIC, True), (Audience.COMMUNITY, False)])
def test_a_letter_of_the_moment_says_what_is_announced_unless_it_stays_in_its_room(audience, told):
    place = make_place()
    actor, host = reader(place), member(place, "Di Dam", role=Role.HOST)
    text = ContributionText(title="Another hall", body="We meet in *hall 4*.")
    contribute(actor=host, community=place, kind=ContributionKind.ANNOUNCEMENT, text=text, audience=audience)
    spread_all()
    assert send_at_once(actor)
    (sent,) = mail.outbox
    assert ("We meet in hall 4." in sent.body) is told
    assert ("<blockquote>We meet in hall 4.</blockquote>" in sent.alternatives[0][0]) is told


def test_of_several_replies_it_says_who_said_what_the_oldest_first_and_at_most_three():
    author = reader(make_place())
    row = make_contribution(author, Community.objects.get(pk=author.places[0].id))
    for name in ("Bo Maas", "Al Wit", "Do Vos", "Ed Bos"):
        make_comment(member(row.community, name), row, f"{name[:2]} thinks so. " + "word " * 300)
    spread_all()
    send_at_once(author)
    body = mail.outbox[0].body
    assert re.findall(r"^(\w\w \w+): \w\w thinks so\..* …$", body, re.MULTILINE) == ["Bo Maas", "Al Wit", "Do Vos"]
    assert len(body) < 3000


def test_what_was_said_takes_the_same_statements_for_one_reply_and_for_thirty():
    author = reader(make_place())
    row = make_contribution(author, Community.objects.get(pk=author.places[0].id))
    other = member(row.community)

    def statements(replies: int) -> int:
        for number in range(replies):
            make_comment(other, row, f"Reply {number}")
        spread_all()
        notices = list(Notice.objects.filter(person=author.person_id).select_related("activity", "contribution"))
        with CaptureQueriesContext(connection) as queries:
            assert len(words_of(author, notices)) == len(notices)
        return len(queries)

    assert statements(1) == statements(29) == 1


def test_what_stays_in_its_community_and_what_was_deleted_since_says_nothing_by_mail():
    author = reader(make_place())
    place = Community.objects.get(pk=author.places[0].id)
    quiet = make_contribution(author, place, title="Between us")
    Contribution.objects.filter(pk=quiet.pk).update(audience=Audience.COMMUNITY)
    make_comment(member(place, "Bo Maas"), quiet, "Nobody else may read it")
    loud = make_contribution(author, place, title="For all")
    hasty = member(place)
    gone, stays = make_comment(hasty, loud, "I did not mean it"), make_comment(hasty, loud, "But this")
    spread_all()
    letter = begin_at_once(author.person_id)
    delete_comment(actor=hasty, comment=gone)
    assert letter is not None
    assert send(letter.pk)
    body = mail.outbox[0].body
    assert "Nobody else" not in body
    assert "did not mean" not in body
    assert stays.body in body


@pytest.mark.parametrize(("audience", "told"), [(None, True), (Audience.PUBLIC, True), (Audience.COMMUNITY, False)])
def test_a_compliment_is_mailed_with_its_words_unless_it_is_about_what_stays(audience, told):
    author = reader(make_place())
    place = Community.objects.get(pk=author.places[0].id)
    about = make_contribution(author, place) if audience is not None else None
    if about is not None:
        Contribution.objects.filter(pk=about.pk).update(audience=audience)
    host = member(place, "Di Dam", role=Role.HOST)
    make_compliment(host, person_of(author), "Good that you are <here>.", contribution=about)
    spread_all()
    assert send_at_once(author)
    (sent,) = mail.outbox
    assert sent.subject == "Di Dam gave you a compliment"
    assert ("Good that you are <here>." in sent.body) is told
    assert ("<blockquote>Good that you are &lt;here&gt;.</blockquote>" in sent.alternatives[0][0]) is told


def test_a_compliment_withdrawn_before_its_mail_leaves_says_nothing():
    author = reader(make_place())
    host = member(Community.objects.get(pk=author.places[0].id), "Di Dam")
    row = make_compliment(host, person_of(author), "Good that you are here.")
    spread_all()
    letter = begin_at_once(author.person_id)
    assert letter is not None
    type(row).objects.filter(pk=row.pk).update(state="withdrawn")
    send(letter.pk)
    assert not any("Good that" in sent.body for sent in mail.outbox)


def test_a_digest_leads_to_what_was_said_and_does_not_say_it():
    author = reader(make_place(), Rhythm.DAILY)
    row = make_contribution(author, Community.objects.get(pk=author.places[0].id))
    make_comment(member(row.community, "Bo Maas"), row, "Begin with a silent minute.")
    spread_all()
    assert send_digest(author)
    assert "silent" not in mail.outbox[0].body


def test_a_line_without_a_title_is_a_link_to_the_eye_too():
    place = make_place()
    one = reader(place, Rhythm.DAILY)
    make_compliment(member(place, "Bo Maas"), person_of(one))
    spread_all()
    assert send_digest(one)
    assert '<b><b class="who">Bo Maas</b> gave you a compliment</b></a>' in mail.outbox[0].alternatives[0][0]


def test_the_letter_is_in_the_language_of_its_reader():
    author = reader(make_place())
    account = person_of(author).account
    account.language = "nl"
    account.save()
    commented(author)
    send_at_once(author)
    assert mail.outbox[0].subject == "Bo Maas reageerde op “Rounds that work”"


def test_nothing_is_mailed_twice_over_all_rhythms():
    author = reader(make_place())
    commented(author)
    assert send_at_once(author)
    assert not send_at_once(author)
    choose_rhythm(actor=author, rhythm=Rhythm.DAILY)
    assert not send_digest(author)
    assert len(mail.outbox) == 1


def test_at_most_one_digest_a_day():
    author = reader(make_place(), Rhythm.DAILY)
    commented(author)
    assert send_digest(author)
    commented(author, "Another one")
    assert not send_digest(author)
    assert send_digest(author, period="2026-11-24")
    assert [len(re.findall("Bo Maas", sent.body)) for sent in mail.outbox] == [1, 1]


def test_what_was_read_meanwhile_is_not_mailed():
    author = reader(make_place())
    row = commented(author)
    letter = begin_at_once(author.person_id)
    mark_read(actor=author, contribution=row)
    assert letter is not None
    assert not send(letter.pk)
    assert mail.outbox == []


def test_what_moved_to_a_closed_room_before_the_mail_left_is_not_in_it():
    open_, closed = make_place(), make_place(audience=Audience.COMMUNITY)
    host = joined(member(open_, role=Role.HOST), closed, role=Role.HOST)
    author = reader(open_)
    first = make_contribution(author, open_, title="Stays here")
    second = make_contribution(host, open_, title="Marker of the room")
    make_comment(author, second)
    make_comment(host, first)
    make_comment(host, second)
    spread_all()
    choose_rhythm(actor=author, rhythm=Rhythm.DAILY)
    letter = begin_digest(person_id=author.person_id, rhythm=Rhythm.DAILY, period=DAY)
    move(actor=host, contribution=second, to=closed)
    assert letter is not None
    assert send(letter.pk)
    (sent,) = mail.outbox
    assert "Stays here" in sent.body
    assert "Marker of the room" not in sent.body + sent.alternatives[0][0] + sent.subject


@pytest.mark.parametrize("how", ["left", "away", "never", "inactive"])
def test_after_leaving_comes_nothing(how):
    place = make_place(audience=Audience.COMMUNITY)
    author = reader(place)
    commented(author)
    letter = begin_at_once(author.person_id)
    person = person_of(author)
    if how == "left":
        from gilde.communities.actions.membership import leave

        leave(actor=author, community=place)
    elif how == "away":
        Person.objects.filter(pk=person.pk).update(state=PersonState.DEACTIVATED)
    elif how == "never":
        choose_rhythm(actor=author, rhythm=Rhythm.NONE)
    else:
        type(person.account).objects.filter(pk=person.account_id).update(is_active=False)
    assert letter is not None
    assert not send(letter.pk)
    assert mail.outbox == []


def test_a_digest_names_twelve_things_and_how_many_more():
    author = reader(make_place(), Rhythm.DAILY)
    for number in range(15):
        commented(author, f"Number {number}")
    assert send_digest(author)
    (sent,) = mail.outbox
    assert sent.subject == "Bo Maas commented on “Number 14”, and 14 more"
    assert "and 3 more" in sent.body


def test_a_digest_tells_what_is_new_in_my_communities_and_not_what_i_read():
    place = make_place()
    actor = reader(place, Rhythm.DAILY)
    other = member(place)
    make_contribution(other, place, title="Fresh bread")
    seen = make_contribution(other, place, title="Old bread")
    mark_read(actor=actor, contribution=seen)
    assert send_digest(actor)
    assert "Fresh bread" in mail.outbox[0].body
    assert "Old bread" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("new", "words"), [(5, ""), (6, "and 1 more"), (9, "and 4 more"), (22, "and at least 15 more")]
)
def test_a_digest_names_five_new_things_and_how_many_more(new, words):
    place = make_place()
    actor, other = reader(place, Rhythm.DAILY), member(place)
    for number in range(new):
        make_contribution(other, place, title=f"Bread {number}")
    assert send_digest(actor)
    (sent,) = mail.outbox
    html = sent.alternatives[0][0]
    assert sent.body.count("Bread") == 5
    said = {" ".join(text.split()) for text in re.findall(r"and [^:<]*\d+ more", sent.body + html)}
    assert said == ({words} if words else set())
    assert (f"{words}: {settings.SITE_URL}/\n" in sent.body) == bool(words)


def test_what_i_muted_or_whom_i_muted_is_not_new_in_a_digest_and_the_nearest_choice_wins():
    quiet, place = make_place(), make_place()
    actor = joined(reader(place, Rhythm.DAILY), quiet)
    loud, other = member(place, "Lo Ud"), member(place)
    closed = joined(other, quiet)
    make_contribution(closed, quiet, title="In the muted place")
    wanted = make_contribution(closed, quiet, title="Chosen in the muted place")
    make_contribution(loud, place, title="By whom I muted")
    unwanted = make_contribution(other, place, title="Muted by itself")
    choices = (
        (Subject.COMMUNITY, quiet.pk, Level.MUTE),
        (Subject.CONTRIBUTION, wanted.pk, Level.NORMAL),
        (Subject.CONTRIBUTION, unwanted.pk, Level.MUTE),
        (Subject.PERSON, loud.person_id, Level.MUTE),
    )
    for subject, number, level in choices:
        choose(actor=actor, subject=subject, number=number, level=level)
    assert send_digest(actor)
    body = mail.outbox[0].body
    assert "Chosen in the muted place" in body
    for title in ("In the muted place (", "By whom I muted", "Muted by itself"):
        assert title not in body.replace("Chosen in the muted place", "")


def test_a_digest_without_anything_to_say_is_not_sent():
    actor = reader(make_place(), Rhythm.DAILY)
    assert not send_digest(actor)
    assert mail.outbox == []


def test_the_mail_server_being_away_loses_and_doubles_nothing(monkeypatch):
    author = reader(make_place())
    commented(author)
    letter = begin_at_once(author.person_id)
    assert letter is not None
    real = EmailMultiAlternatives.send

    def refuse(self, fail_silently=False):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    for _ in range(3):
        with pytest.raises(smtplib.SMTPServerDisconnected):
            send(letter.pk)
    monkeypatch.setattr(EmailMultiAlternatives, "send", real)
    assert send(letter.pk)
    assert not send(letter.pk)
    assert len(mail.outbox) == 1


def waiting_at_once(author: Actor, monkeypatch, count: int, *, since: timedelta) -> list[int]:
    """Letters of the moment that could not leave, each about a conversation of its own."""

    def away(_self):
        raise ConnectionRefusedError

    numbers = []
    with monkeypatch.context() as patch:
        patch.setattr(BaseEmailBackend, "open", away)
        for number in range(count):
            commented(author, f"Conversation {number}")
            letter = begin_at_once(author.person_id)
            assert letter is not None
            with pytest.raises(ConnectionRefusedError):
                send(letter.pk)
            numbers.append(letter.pk)
    Letter.objects.filter(pk__in=numbers).update(made_at=clock.now() - since)
    return numbers


def test_letters_of_the_moment_that_waited_for_hours_come_as_one_with_everything_once(monkeypatch):
    author = reader(make_place())
    numbers = waiting_at_once(author, monkeypatch, 4, since=timedelta(hours=2))
    for _ in range(2):
        for number in numbers:
            tasks.send_letter.func(number)
    (sent,) = mail.outbox
    for number in range(4):
        assert sent.body.count(f"Conversation {number}\n") <= 1
        assert f"Conversation {number}" in sent.body
    assert not Notice.objects.filter(letter__sent_at=None).exists()
    assert not send_at_once(author)


@pytest.mark.parametrize(("count", "hours"), [(3, 2), (5, 0)])
def test_a_few_and_those_of_this_hour_come_one_by_one(monkeypatch, count, hours):
    author = reader(make_place())
    for number in waiting_at_once(author, monkeypatch, count, since=timedelta(hours=hours)):
        assert send(number)
    assert len(mail.outbox) == count


def test_a_letter_that_may_have_arrived_goes_again_as_it_is(monkeypatch):
    author = reader(make_place())
    numbers = waiting_at_once(author, monkeypatch, 5, since=timedelta(hours=2))
    lost = numbers[0]
    Letter.objects.filter(pk=lost).update(held_until=clock.now() - timedelta(seconds=1))
    assert send(lost)
    assert not any(f"Conversation {number}" in mail.outbox[0].body for number in range(1, 5))
    for number in numbers[1:]:
        tasks.send_letter.func(number)
    assert len(mail.outbox) == 2
    assert "Conversation 0" not in mail.outbox[1].body


def test_after_three_days_without_a_mail_server_comes_one_digest_with_everything(monkeypatch):
    author = reader(make_place(), Rhythm.DAILY)

    def away(_self):
        raise ConnectionRefusedError

    monkeypatch.setattr(BaseEmailBackend, "open", away)
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        commented(author, f"What happened on {day}")
        with pytest.raises(ConnectionRefusedError):
            send_digest(author, period=day)
        tasks.send_forgotten.func()
    monkeypatch.undo()
    for _ in range(2):
        for number in Letter.objects.order_by("pk").values_list("pk", flat=True):
            tasks.send_letter.func(number)
    (sent,) = mail.outbox
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        assert f"What happened on {day}" in sent.body
    assert [letter.sent_at is not None for letter in Letter.objects.order_by("period")] == [False, False, True]
    assert not Notice.objects.filter(letter__sent_at=None).exists()
    assert not send_digest(author, period="2026-11-26")
    assert len(mail.outbox) == 1


def test_three_lost_days_full_of_things_are_one_digest_of_twelve_and_how_many_more(monkeypatch):
    author = reader(make_place(), Rhythm.DAILY)
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        for number in range(6):
            commented(author, f"{day} number {number}")
        begin_digest(person_id=author.person_id, rhythm=Rhythm.DAILY, period=day)  # and nobody got to send it
    assert send(Letter.objects.get(period="2026-11-25").pk)
    assert "and 6 more" in " ".join(mail.outbox[0].body.split()).lower()


def test_a_digest_whose_answer_was_lost_stays_its_own_letter(monkeypatch):
    author = reader(make_place(), Rhythm.DAILY)
    commented(author)

    def lost(_self, fail_silently=False):
        raise smtplib.SMTPServerDisconnected  # after the text: perhaps it was taken

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", lost)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            send_digest(author)
    commented(author, "The day after")
    assert send_digest(author, period="2026-11-24")
    assert send(Letter.objects.get(period=DAY).pk)
    assert [sent.body.count("Rounds that work") > 0 for sent in mail.outbox] == [False, True]
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 2


def test_sent_again_after_a_crash_it_has_the_same_id():
    author = reader(make_place())
    commented(author)
    letter = begin_at_once(author.person_id)
    assert letter is not None
    send(letter.pk)
    Letter.objects.update(sent_at=None)  # as if the process was killed before it wrote that down
    tasks.send_forgotten.func()
    tasks.send_letter.func(letter.pk)
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 1


@pytest.mark.parametrize(
    ("rhythm", "at", "period"),
    [
        (Rhythm.DAILY, "2026-11-23T05:59", ""),  # 6:59 in Amsterdam
        (Rhythm.DAILY, "2026-11-23T06:00", "2026-11-23"),
        (Rhythm.DAILY, "2026-11-23T22:59", "2026-11-23"),
        (Rhythm.DAILY, "2026-07-23T05:00", "2026-07-23"),  # summer time
        (Rhythm.WEEKLY, "2026-11-23T06:00", "2026-W48"),
        (Rhythm.WEEKLY, "2026-11-24T06:00", ""),
        (Rhythm.WEEKLY, "2026-12-28T06:00", "2026-W53"),  # the year goes on to its last week
        (Rhythm.WEEKLY, "2027-01-01T06:00", ""),
        (Rhythm.WEEKLY, "2027-01-04T06:00", "2027-W01"),
        (Rhythm.DAILY, "2026-12-31T23:30", ""),  # half past midnight of the new year
        (Rhythm.DAILY, "2027-01-01T06:00", "2027-01-01"),
        (Rhythm.DAILY, "2027-03-28T04:59", ""),  # summer time began this night
        (Rhythm.DAILY, "2027-03-28T05:00", "2027-03-28"),
        (Rhythm.DAILY, "2027-10-31T05:00", ""),  # and ended this night
        (Rhythm.DAILY, "2028-02-29T06:00", "2028-02-29"),
        (Rhythm.AT_ONCE, "2026-11-23T06:00", ""),
        (Rhythm.NONE, "2026-11-23T06:00", ""),
    ],
)
def test_a_digest_leaves_in_the_morning_of_its_reader(rhythm, at, period):
    author = reader(make_place(), rhythm)
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert period_of(rhythm, moment, zone_of(person_of(author).account)) == period


@pytest.mark.parametrize(
    ("at", "period"),
    [
        ("2026-11-24T05:59", ""),  # Tuesday, before seven
        ("2026-11-24T06:00", "2026-W48"),
        ("2026-11-26T22:00", "2026-W48"),  # Thursday
        ("2026-11-27T06:00", ""),
        ("2026-11-29T06:00", ""),  # Sunday
    ],
)
def test_a_digest_of_the_week_leaves_later_when_nothing_ran_on_monday(at, period):
    with clock.at(datetime(2026, 11, 18, 8, tzinfo=UTC)):
        place = make_place()
        author, daily = reader(place, Rhythm.WEEKLY), reader(place, Rhythm.DAILY)
        changed_since = reader(place, Rhythm.DAILY)
        choose_rhythm(actor=daily, rhythm=Rhythm.DAILY)
    with clock.at(datetime(2026, 11, 23, 7, tzinfo=UTC)):
        choose_rhythm(actor=author, rhythm=Rhythm.WEEKLY)  # the same again
        choose_rhythm(actor=changed_since, rhythm=Rhythm.WEEKLY)
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    found = {number: period for number, rhythm, period in due(moment) if rhythm == Rhythm.WEEKLY}
    assert found == ({author.person_id: period} if period else {})
    begin_digest(person_id=author.person_id, rhythm=Rhythm.WEEKLY, period="2026-W48")
    Letter.objects.update(made_at=datetime(2026, 11, 23, 7, tzinfo=UTC))
    assert author.person_id not in {number for number, _rhythm, _period in due(moment)}


def test_everybody_gets_a_daily_digest_until_they_choose_and_nobody_the_same_one_twice():
    place = make_place()
    chose_nothing, never = member(place), reader(place, Rhythm.NONE)
    client_of(chose_nothing)
    morning = datetime(2026, 11, 23, 8, tzinfo=UTC)
    found = {number: period for number, _rhythm, period in due(morning)}
    assert found[chose_nothing.person_id] == DAY
    assert never.person_id not in found
    begin_digest(person_id=chose_nothing.person_id, rhythm=Rhythm.DAILY, period=DAY)
    Letter.objects.update(made_at=morning)
    assert chose_nothing.person_id not in {number for number, _rhythm, _period in due(morning)}


def test_an_old_notice_is_left_to_the_bell():
    author = reader(make_place(), Rhythm.DAILY)
    commented(author)
    Notice.objects.update(at=Notice.objects.get().at - timedelta(days=5))
    Contribution.objects.update(created_at=Notice.objects.get().at)
    assert not send_digest(author)


def test_one_click_in_the_mail_program_ends_all_mail_without_a_log_in(client):
    author = reader(make_place(), Rhythm.DAILY)
    commented(author)
    send_digest(author)
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").partition("/mail/")[2]
    assert client.get(f"/mail/{address}").status_code == 200
    assert rhythm_of(author.person_id) == Rhythm.DAILY  # looking changes nothing
    assert client.post(f"/mail/{address}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert rhythm_of(author.person_id) == Rhythm.NONE


def test_the_link_in_a_letter_makes_it_quieter_and_never_louder(client):
    author = reader(make_place(), Rhythm.DAILY)
    path = f"/mail/less/{stop_token(author.person_id)}/"
    assert b"Opgeslagen." not in client.post(path, {"rhythm": "sometimes"}).content
    assert b"Opgeslagen." in client.post(path, {"rhythm": "weekly"}).content
    assert rhythm_of(author.person_id) == Rhythm.WEEKLY
    client.post(path, {"rhythm": "at_once"})
    assert rhythm_of(author.person_id) == Rhythm.WEEKLY
    quieten(person=person_of(author), rhythm=Rhythm.DAILY)
    assert rhythm_of(author.person_id) == Rhythm.WEEKLY


@pytest.mark.parametrize("token", ["x", "MQ:1x:abc", "a" * 400])
def test_a_forged_link_is_not_there(client, token):
    assert read_stop_token(token) is None
    assert client.post(f"/mail/less/{token}/", {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert not MailChoice.objects.exists()


def test_the_rhythm_is_chosen_in_the_settings():
    actor = member(make_place())
    client = client_of(actor)
    assert 'value="daily" checked' in client.get("/me/mail/").content.decode()
    assert client.post("/me/mail/", {"rhythm": "weekly"}).status_code == 302
    assert rhythm_of(actor.person_id) == Rhythm.WEEKLY
    assert client.post("/me/mail/", {"rhythm": "hourly"}).status_code == 422


def test_what_one_digest_showed_as_new_is_not_in_the_next():
    with clock.at(datetime(2026, 11, 22, 8, tzinfo=UTC)):
        place = make_place()
        author = reader(place, Rhythm.DAILY)
    with clock.at(datetime(2026, 11, 23, 5, tzinfo=UTC)):
        make_contribution(member(place), place, title="Heard on Monday")
    with clock.at(datetime(2026, 11, 23, 8, tzinfo=UTC)):
        assert send_digest(author)
    assert "Heard on Monday" in mail.outbox[0].body
    with clock.at(datetime(2026, 11, 24, 8, tzinfo=UTC)):
        assert not send_digest(author, period="2026-11-24")  # it would have said nothing new
        make_contribution(member(place), place, title="Heard on Tuesday")
    with clock.at(datetime(2026, 11, 25, 8, tzinfo=UTC)):
        assert send_digest(author, period="2026-11-25")
    assert "Heard on Tuesday" in mail.outbox[1].body
    assert "Heard on Monday" not in mail.outbox[1].body


def test_who_wrote_without_a_name_is_called_so_in_the_language_of_the_letter():
    place = make_place()
    anna = reader(place, Rhythm.DAILY)
    Account.objects.filter(person=anna.person_id).update(language="nl")
    text = ContributionText(title="Asked without a name", body="How do you do that?")
    asker = member(place)
    contribute(actor=asker, community=place, kind=ContributionKind.QUESTION, text=text, unnamed=True)
    mail.outbox.clear()
    assert send_digest(anna)
    (letter,) = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    for said in (letter.body, letter.alternatives[0].content):
        assert "Asked without a name" in said
        assert "Iemand uit deze gemeenschap" in said
        assert "Someone in this community" not in said
