"""Mail pauses for who has not been here for weeks; one last letter says so, and coming back resumes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from tests.attention.notifications.test_letter import commented, reader, send_at_once, send_digest
from tests.factories.dialogue import make_place

from gilde.attention.notifications.enums import Rhythm
from gilde.attention.notifications.models import Letter
from gilde.attention.notifications.queries.asleep import ASLEEP_AFTER, asleep
from gilde.attention.notifications.queries.letter import due
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.dialogue.actions.read_mark import mark_read
from gilde.dialogue.models import ReadMark
from gilde.people.models import Account

pytestmark = pytest.mark.django_db
LAST = "This is the last email until you come back"


def fall_asleep(actor: Actor) -> None:
    """As if ``actor`` was here long ago for the last time."""
    before = now() - ASLEEP_AFTER - timedelta(days=1)
    Account.objects.filter(person=actor.person_id).update(last_login=before, created_at=before)
    Activity.objects.filter(actor_id=actor.person_id).update(at=before)
    ReadMark.objects.filter(person=actor.person_id).update(read_at=before)


def sleeper(rhythm: Rhythm = Rhythm.DAILY) -> Actor:
    actor = reader(make_place(), rhythm)
    commented(actor)
    fall_asleep(actor)
    return actor


def due_now(actor: Actor) -> bool:
    """Whether a digest is due at noon of the coming Monday, when those of every rhythm leave."""
    monday = now() + timedelta(days=7 - now().weekday())
    noon = monday.replace(hour=12, minute=0, second=0, microsecond=0)
    return actor.person_id in {number for number, _rhythm, _period in due(noon)}


@pytest.mark.parametrize("rhythm", [Rhythm.DAILY, Rhythm.WEEKLY])
def test_the_first_digest_after_weeks_says_that_it_is_the_last(rhythm):
    actor = sleeper(rhythm)
    assert send_digest(actor, rhythm, "one")
    (sent,) = mail.outbox
    assert LAST in sent.body
    assert LAST in sent.alternatives[0][0]
    assert not due_now(actor)
    commented(actor, "Another one")
    fall_asleep(actor)
    assert not send_digest(actor, rhythm, "two")  # a digest that was begun before the last letter left
    assert len(mail.outbox) == 1


def test_mail_at_once_pauses_too():
    actor = sleeper(Rhythm.AT_ONCE)
    assert send_at_once(actor)
    assert LAST in mail.outbox[0].body
    commented(actor, "Another one")
    fall_asleep(actor)
    assert not send_at_once(actor)


def test_reading_anything_resumes_it():
    actor = sleeper()
    assert send_digest(actor, period="one")
    row = commented(actor, "Another one")
    fall_asleep(actor)
    mark_read(actor=actor, contribution=row)
    commented(actor, "A third one")
    assert asleep([actor.person_id], now()) == {}
    assert send_digest(actor, period="two")
    assert LAST not in mail.outbox[1].body


def test_logging_in_resumes_it_and_who_sleeps_again_is_told_again():
    actor = sleeper()
    assert send_digest(actor, period="one")
    Letter.objects.update(sent_at=now() - timedelta(weeks=40), made_at=now() - timedelta(weeks=40))
    Account.objects.filter(person=actor.person_id).update(last_login=now() - timedelta(weeks=20))
    assert asleep([actor.person_id], now()) == {actor.person_id: False}
    commented(actor, "Another one")
    fall_asleep(actor)
    Account.objects.filter(person=actor.person_id).update(last_login=now() - timedelta(weeks=20))
    assert due_now(actor)
    assert send_digest(actor, period="two")
    assert LAST in mail.outbox[1].body


def test_who_was_here_lately_is_not_told_that():
    actor = reader(make_place(), Rhythm.DAILY)
    commented(actor)
    assert send_digest(actor)
    assert LAST not in mail.outbox[0].body
    assert not Letter.objects.get().farewell


def test_a_sleeper_without_news_gets_no_letter_at_all():
    actor = reader(make_place(), Rhythm.DAILY)
    fall_asleep(actor)
    assert not send_digest(actor)
    assert mail.outbox == []
    assert not Letter.objects.get().farewell


@pytest.mark.parametrize("many", [1, 8])
def test_it_takes_two_statements_however_many_people(many, django_assert_num_queries):
    people = [sleeper().person_id for _ in range(many)]
    Letter.objects.bulk_create(
        Letter(person_id=number, rhythm="daily", period="one", farewell=True, sent_at=now()) for number in people
    )
    with django_assert_num_queries(2):
        assert asleep(people, now()) == dict.fromkeys(people, True)
