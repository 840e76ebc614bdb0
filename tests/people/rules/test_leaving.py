"""When somebody can go."""

from __future__ import annotations

from tests.factories.people import actor_of, make_account, make_person

from gilde.core.actor import VISITOR
from gilde.people.rules import leaving as rules


def test_anybody_can_go_but_a_visitor_is_nobody():
    assert rules.go.allows(actor_of(make_person(with_account=True)))
    assert rules.go.reason(VISITOR)


def test_the_only_operator_has_to_stay():
    anna = make_person(account=make_account(is_superuser=True))
    assert "only operator" in rules.go.reason(actor_of(anna))


def test_an_operator_can_go_when_another_one_stays():
    anna = make_person(account=make_account(is_superuser=True))
    make_person(account=make_account(is_superuser=True))
    assert rules.go.allows(actor_of(anna))


def test_an_operator_without_a_person_does_not_count_as_staying():
    anna = make_person(account=make_account(is_superuser=True))
    make_account(is_superuser=True)
    assert rules.go.reason(actor_of(anna))
