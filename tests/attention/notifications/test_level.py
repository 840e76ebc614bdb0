"""How loudly one hears of something: the choice beside a conversation, a community, a profile."""

from __future__ import annotations

from itertools import product

import pytest
from django.core import mail
from tests.factories.dialogue import client_of, make_comment, make_contribution, make_place, member

from gilde.attention.notifications.actions.letter import begin_digest, send
from gilde.attention.notifications.actions.level import choose
from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.enums import Level, Rhythm, Subject
from gilde.attention.notifications.models import Choice, Notice
from gilde.attention.notifications.queries.level import level_of
from gilde.core.actor import VISITOR
from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.people.actions.leaving import erase

pytestmark = pytest.mark.django_db


def test_the_choice_stands_beside_the_conversation_and_is_kept():
    place = make_place()
    actor = member(place)
    row = make_contribution(actor, place)
    client = client_of(actor)
    page = client.get(row.get_absolute_url()).content.decode()
    assert f'action="/levels/contribution/{row.pk}/"' in page
    answer = client.post(f"/levels/contribution/{row.pk}/", {"level": "follow"})
    assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())
    assert level_of(actor, Subject.CONTRIBUTION, row.pk) == Level.FOLLOW
    page = client.get(row.get_absolute_url()).content.decode()
    assert 'value="follow" aria-pressed="true"' in page


def test_htmx_gets_the_choices_alone():
    place = make_place()
    actor = member(place)
    answer = client_of(actor).post(f"/levels/community/{place.pk}/", {"level": "mute"}, headers={"hx-request": "true"})
    text = answer.content.decode()
    assert 'value="mute" aria-pressed="true"' in text
    assert "<html" not in text


def test_choosing_twice_is_one_row():
    place = make_place()
    actor = member(place)
    for level in (Level.FOLLOW, Level.FOLLOW, Level.MUTE):
        choose(actor=actor, subject=Subject.COMMUNITY, number=place.pk, level=level)
    assert Choice.objects.get().level == Level.MUTE


def test_muting_quiets_what_waits():
    place = make_place()
    author, other = member(place), member(place)
    row = make_contribution(author, place)
    make_comment(other, row)
    for activity in Activity.objects.all():
        spread(activity)
    choose(actor=author, subject=Subject.PERSON, number=other.person_id, level=Level.MUTE)
    assert not Notice.objects.filter(person=author.person_id).unread().exists()


@pytest.mark.parametrize("subject", ["contribution", "community"])
def test_nobody_learns_by_choosing_whether_something_hidden_exists(subject):
    hidden = make_place(audience=Audience.COMMUNITY)
    row = make_contribution(member(hidden), hidden)
    outsider = client_of(member(make_place()))
    number = row.pk if subject == "contribution" else hidden.pk
    assert outsider.post(f"/levels/{subject}/{number}/", {"level": "follow"}).status_code == 404
    assert outsider.post(f"/levels/{subject}/999999/", {"level": "follow"}).status_code == 404
    assert not Choice.objects.exists()


@pytest.mark.parametrize("path", ["/levels/planet/1/", "/levels/person/99999999999999999999/"])
def test_a_strange_subject_is_not_there(path):
    assert client_of(member(make_place())).post(path, {"level": "follow"}).status_code == 404


def test_a_strange_level_is_refused_and_a_visitor_may_not(client):
    place = make_place(audience=Audience.PUBLIC)
    assert client_of(member(place)).post(f"/levels/community/{place.pk}/", {"level": "loud"}).status_code == 400
    assert client.post(f"/levels/community/{place.pk}/", {"level": "mute"}).status_code == 302
    with pytest.raises(Refusal):
        choose(actor=VISITOR, subject=Subject.COMMUNITY, number=place.pk, level=Level.MUTE)


def test_nobody_chooses_for_oneself():
    actor = member(make_place())
    with pytest.raises(Refusal):
        choose(actor=actor, subject=Subject.PERSON, number=actor.person_id, level=Level.MUTE)


def test_who_leaves_for_good_leaves_nothing_here():
    place = make_place()
    leaver, other = member(place), member(place)
    make_comment(other, make_contribution(leaver, place))
    for activity in Activity.objects.all():
        spread(activity)
    choose(actor=leaver, subject=Subject.COMMUNITY, number=place.pk, level=Level.FOLLOW)
    choose(actor=other, subject=Subject.PERSON, number=leaver.person_id, level=Level.MUTE)
    choose(actor=other, subject=Subject.COMMUNITY, number=place.pk, level=Level.FOLLOW)
    assert Notice.objects.filter(person=leaver.person_id).exists()
    erase(actor=leaver)
    assert not Notice.objects.filter(person=leaver.person_id).exists()
    assert [(row.person_id, row.subject) for row in Choice.objects.all()] == [(other.person_id, Subject.COMMUNITY)]


def test_over_all_combinations_the_nearest_choice_wins_and_mute_is_silence_in_every_channel():
    place = make_place()
    author, other = member(place), member(place)
    client_of(author)
    for number, (contribution, community, person) in enumerate(product([None, *Level], repeat=3)):
        row = make_contribution(author, place)
        Choice.objects.all().delete()
        chosen = ((Subject.CONTRIBUTION, row.pk, contribution), (Subject.COMMUNITY, place.pk, community))
        for subject, key, level in (*chosen, (Subject.PERSON, other.person_id, person)):
            if level is not None:
                Choice.objects.create(person_id=author.person_id, subject=subject, number=key, level=level)
        make_comment(other, row, "Look at this.")
        spread(Activity.objects.latest("pk"))
        silent = Level.MUTE in {contribution or community or Level.NORMAL, person}
        case = f"{contribution}, {community}, {person}"
        assert Notice.objects.filter(contribution=row, person=author.person_id).exists() is not silent, case
        letter = begin_digest(person_id=author.person_id, rhythm=Rhythm.DAILY, period=f"period {number}")
        assert letter is not None
        assert send(letter.pk) is not silent, case
        assert len(mail.outbox) == int(not silent), case
        mail.outbox.clear()
