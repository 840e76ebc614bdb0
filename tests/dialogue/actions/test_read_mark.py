from __future__ import annotations

from datetime import timedelta

from tests.factories.dialogue import make_comment, make_contribution, make_place, member

from gilde.communities.models import Community
from gilde.core.actor import VISITOR, Actor
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.dialogue.actions.read_mark import mark_all_read, mark_read
from gilde.dialogue.actions.saved import drop, save
from gilde.dialogue.models import ReadFloor, ReadMark, Saved
from gilde.dialogue.queries.stream import stream


def unread(actor: Actor, place: Community) -> list[bool]:
    return [row.unread for row in stream(actor, [place.pk]).rows]


def test_a_mark_moves_forward_only_and_never_into_the_future(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    mark_read(actor=bo, contribution=row, until=row.last_activity_at)
    mark_read(actor=bo, contribution=row, until=row.last_activity_at - timedelta(days=1))
    assert ReadMark.objects.get(contribution=row, person_id=bo.person_id).read_at == row.last_activity_at
    mark_read(actor=bo, contribution=row, until=now() + timedelta(days=9))
    assert ReadMark.objects.get(contribution=row, person_id=bo.person_id).read_at <= now()


def test_reading_leaves_no_activity_and_a_visitor_no_mark(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    before = Activity.objects.count()
    mark_read(actor=bo, contribution=row)
    mark_read(actor=VISITOR, contribution=row)
    assert Activity.objects.count() == before
    assert set(ReadMark.objects.values_list("person_id", flat=True)) == {anna.person_id, bo.person_id}


def test_what_others_say_is_new_and_ones_own_words_are_not(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    assert (unread(anna, place), unread(bo, place)) == ([False], [True])
    mark_read(actor=bo, contribution=row)
    make_comment(anna, row)
    assert (unread(anna, place), unread(bo, place)) == ([False], [True])
    make_comment(bo, row)
    assert (unread(anna, place), unread(bo, place)) == ([True], [False])


def test_everything_is_marked_with_one_row_per_community(place: Community, anna: Actor, bo: Actor) -> None:
    rows = [make_contribution(anna, place) for _ in range(5)]
    other = make_place()
    mark_all_read(actor=bo, communities=[place.pk, other.pk])
    mark_all_read(actor=bo, communities=[place.pk])
    assert unread(bo, place) == [False] * 5
    assert ReadFloor.objects.filter(person_id=bo.person_id, community=place).count() == 1
    assert not ReadFloor.objects.filter(community=other).exists()
    make_comment(anna, rows[0])
    assert unread(bo, place) == [True] + [False] * 4


def test_what_was_said_before_somebody_joined_is_not_waiting(place: Community, anna: Actor) -> None:
    make_contribution(anna, place)
    newcomer = member(place)
    assert unread(newcomer, place) == [False]
    make_contribution(anna, place)
    assert unread(newcomer, place) == [True, False]


def test_keeping_for_later_is_once_and_private(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    save(actor=bo, contribution=row)
    save(actor=bo, contribution=row)
    assert Saved.objects.filter(person_id=bo.person_id, contribution=row).count() == 1
    drop(actor=bo, contribution=row)
    drop(actor=bo, contribution=row)
    assert not Saved.objects.exists()
