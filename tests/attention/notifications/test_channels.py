"""By which way an announcement reaches people, said before it is shared."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.attention.notifications.test_asleep import fall_asleep
from tests.attention.notifications.test_letter import commented, reader, send_digest
from tests.factories.dialogue import client_of, make_place, member

from gilde.attention.notifications.actions.level import choose
from gilde.attention.notifications.enums import Level, Rhythm, Subject
from gilde.attention.notifications.models import Device
from gilde.attention.notifications.queries.channels import channels
from gilde.communities.enums import Role
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.dialogue.actions.read_mark import mark_read

pytestmark = pytest.mark.django_db


def device_of(actor: Actor, endpoint: str = "https://push.example/") -> Session:
    """A device of ``actor``, and the log-in it was added in."""
    session = Session.objects.create(session_key=uuid.uuid4().hex, expire_date=now() + timedelta(days=1))
    Device.objects.create(person_id=actor.person_id, endpoint=endpoint, session_key=session.session_key)
    return session


def test_a_device_somebody_logged_out_of_does_not_count():
    place = make_place()
    host, told = member(place, role=Role.HOST), reader(place, Rhythm.DAILY)
    session = device_of(told)
    assert channels(host, [place.pk])[place.pk]["device"] == 1
    session.delete()
    assert channels(host, [place.pk])[place.pk] == {"app": 1, "daily": 1}


def test_each_member_counts_once_by_the_channel_they_chose():
    place, other = make_place(), make_place()
    host = reader(place)
    from gilde.communities.models import Membership

    Membership.objects.filter(person=host.person_id).update(role=Role.HOST)
    for rhythm in (Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.WEEKLY, Rhythm.NONE):
        second = reader(place, rhythm)
    undecided = member(place)
    client_of(undecided)
    muted, muted_me = reader(place), reader(place)
    choose(actor=muted, subject=Subject.COMMUNITY, number=place.pk, level=Level.MUTE)
    choose(actor=muted_me, subject=Subject.PERSON, number=host.person_id, level=Level.MUTE)
    for number, told in enumerate((undecided, undecided, host, muted)):  # two devices of one, one of a muted one
        device_of(told, f"https://push.example/{number}")
    device_of(second, "https://push.example/second")
    member(place)  # imported: without an account
    reader(other)
    assert channels(host, [place.pk])[place.pk] == {
        "app": 6, "device": 2, "at_once": 1, "daily": 2, "weekly": 2, "none": 1, "muted": 2,
    }  # fmt: skip
    page = client_of(host).get(f"/new/announcement/?in={place.pk}").content.decode()
    assert "At the bell 6, on their devices 2, by email at once 1, in the daily email 2, in the weekly email 2" in page
    assert "without email 1, muted 2." in page
    assert "At the bell" not in client_of(host).get(f"/new/discussion/?in={place.pk}").content.decode()


def test_who_sleeps_and_was_told_so_counts_as_without_email_until_they_are_back():
    place = make_place()
    host, sleeper = member(place, role=Role.HOST), reader(place, Rhythm.DAILY)
    row = commented(sleeper)
    fall_asleep(sleeper)
    assert channels(host, [place.pk])[place.pk]["daily"] == 1  # one more letter, which says so
    assert send_digest(sleeper, period="one")
    assert channels(host, [place.pk])[place.pk] == {"app": 1, "none": 1}
    mark_read(actor=sleeper, contribution=row)
    assert channels(host, [place.pk])[place.pk] == {"app": 1, "daily": 1}


@pytest.mark.parametrize("many", [1, 30])
def test_it_is_one_statement_however_many_members(many):
    place = make_place()
    host = member(place, role=Role.HOST)
    for _ in range(many):
        client_of(member(place))
    with CaptureQueriesContext(connection) as queries:
        assert channels(host, [place.pk])[place.pk]["daily"] == many
    assert len(queries) == 1
