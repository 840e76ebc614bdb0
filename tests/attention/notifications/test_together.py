"""Acts that are told of together tell the same people as one after the other, at the price of one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.dialogue import make_answer, make_comment, make_contribution, make_place, make_question, member
from tests.factories.people import make_person

from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.enums import Level, Subject
from gilde.attention.notifications.models import Choice, Notice
from gilde.attention.notifications.queries.receivers import receivers
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.dialogue.enums import Verb
from gilde.people.actions.block import block
from gilde.people.actions.follow import follow
from gilde.people.enums import PersonState
from gilde.people.models import Person

pytestmark = pytest.mark.django_db


def _choose(actor: Actor, subject: Subject, number: int, level: Level) -> None:
    Choice.objects.create(person_id=actor.person_id, subject=subject, number=number, level=level)


def _busy_hour() -> None:
    """Two communities, of which one is closed, and people who muted, blocked, left or only follow."""
    open_place, closed = make_place(audience=Audience.PUBLIC), make_place(audience=Audience.COMMUNITY)
    ann, ben, cas, dot = (member(open_place) for _ in range(4))
    eve, fay, gus = (member(closed) for _ in range(3))
    first, second = make_contribution(ann, open_place), make_question(ben, open_place)
    third = make_contribution(eve, closed)
    _choose(cas, Subject.CONTRIBUTION, first.pk, Level.FOLLOW)
    _choose(dot, Subject.CONTRIBUTION, second.pk, Level.FOLLOW)
    _choose(dot, Subject.COMMUNITY, open_place.pk, Level.MUTE)
    _choose(ann, Subject.COMMUNITY, open_place.pk, Level.MUTE)
    _choose(ann, Subject.CONTRIBUTION, first.pk, Level.NORMAL)
    _choose(ben, Subject.PERSON, cas.person_id or 0, Level.MUTE)
    follow(actor=gus, person=Person.objects.get(pk=eve.person_id))
    stranger = make_person()
    Choice.objects.create(person=stranger, subject=Subject.CONTRIBUTION, number=third.pk, level=Level.FOLLOW)
    Choice.objects.create(person=stranger, subject=Subject.CONTRIBUTION, number=first.pk, level=Level.FOLLOW)
    for actor, where in [(ben, first), (cas, first), (cas, second), (dot, second), (fay, third), (eve, third)]:
        make_comment(actor, where)
    make_answer(ann, second)
    make_comment(gus, third, f"@{Person.objects.get(pk=fay.person_id).handle} and @{stranger.handle}")
    block(actor=fay, person=Person.objects.get(pk=gus.person_id))
    Person.objects.filter(pk=dot.person_id).update(state=PersonState.DEACTIVATED)


def test_together_and_one_by_one_the_same_people_hear_the_same() -> None:
    _busy_hour()
    acts = list(Activity.objects.filter(verb__in=(Verb.COMMENTED, Verb.ANSWERED, Verb.CONTRIBUTED)).order_by("pk"))
    together = [told.people for told in receivers(*acts)]
    alone = [told.people for act in acts for told in receivers(act)]
    assert together == alone
    assert sum(map(len, together)) >= 8
    spread(*acts)
    rows = set(Notice.objects.values_list("activity_id", "person_id", "reason"))
    expected = zip(acts, alone, strict=True)
    assert rows == {(act.pk, person, reason.value) for act, people in expected for person, reason in people.items()}


def test_comments_in_thirty_conversations_take_as_many_statements_as_one() -> None:
    place = make_place()
    writer, reader = member(place), member(place)

    def statements(many: int) -> int:
        Activity.objects.all().delete()
        for _ in range(many):
            make_comment(writer, make_contribution(reader, place))
        acts = list(Activity.objects.filter(verb=Verb.COMMENTED))
        assert len(acts) == many
        spread()  # nothing, so that the first is not dearer
        with CaptureQueriesContext(connection) as queries:
            assert spread(*acts) == many
        return len(queries)

    assert statements(1) == statements(30)
