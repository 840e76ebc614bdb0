"""Who can follow whom."""

from __future__ import annotations

from tests.factories.people import actor_of, make_person

from gilde.core.actor import VISITOR
from gilde.people.enums import PersonState
from gilde.people.rules import follow as rules


def test_anybody_here_can_be_followed_by_somebody_else():
    assert rules.follow.allows(actor_of(make_person()), make_person())


def test_not_oneself_not_who_left_and_not_by_a_visitor():
    anna = make_person()
    assert rules.follow.reason(actor_of(anna), anna) == "This is you."
    assert rules.follow.reason(actor_of(anna), make_person(state=PersonState.ERASED))
    assert rules.follow.reason(VISITOR, anna) == "Log in to follow people."
