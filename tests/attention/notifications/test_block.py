"""Nothing is told between people of whom one blocked the other; what a community does is."""

from __future__ import annotations

import pytest
from tests.factories.dialogue import add_comment, make_contribution, make_place, member, person_of
from tests.factories.people import actor_of

from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.models import Notice
from gilde.communities.enums import Role
from gilde.core.models import Activity
from gilde.dialogue.enums import ContributionKind
from gilde.people.actions.block import block

pytestmark = pytest.mark.django_db


def tell_everything() -> None:
    for activity in Activity.objects.order_by("pk"):
        spread(activity)


@pytest.fixture
def place():
    return make_place("The Workshop")


@pytest.fixture
def anna(place):
    return member(place, "Anna")


@pytest.fixture
def bob(place):
    return member(place, "Bob", role=Role.HOST)


def fresh(actor):
    return actor_of(person_of(actor))


def test_neither_is_told_of_what_the_other_does(place, anna, bob):
    block(actor=anna, person=person_of(bob))
    add_comment(actor=fresh(bob), contribution=make_contribution(fresh(anna), place), body="Hello")
    add_comment(actor=fresh(anna), contribution=make_contribution(fresh(bob), place), body="Hello")
    tell_everything()
    assert not Notice.objects.filter(person__in=[anna.person_id, bob.person_id]).exists()


def test_announcements_of_a_blocked_host_are_told(place, anna, bob):
    block(actor=anna, person=person_of(bob))
    make_contribution(fresh(bob), place, kind=ContributionKind.ANNOUNCEMENT)
    tell_everything()
    assert Notice.objects.filter(person=anna.person_id, reason="announcement").count() == 1


def test_what_waits_at_the_bell_goes_with_the_block(place, anna, bob):
    add_comment(actor=bob, contribution=make_contribution(anna, place), body="Hello")
    add_comment(actor=anna, contribution=make_contribution(bob, place), body="Hello")
    make_contribution(bob, place, kind=ContributionKind.ANNOUNCEMENT)
    tell_everything()
    assert Notice.objects.filter(by__in=[anna.person_id, bob.person_id]).count() == 3
    block(actor=anna, person=person_of(bob))
    assert [row.reason for row in Notice.objects.all()] == ["announcement"]
