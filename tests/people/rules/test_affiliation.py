"""What an affiliation must hold to."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories.people import actor_of, affiliate, make_organisation, make_person

from gilde.core.actor import VISITOR
from gilde.people.rules import affiliation as rules


@pytest.mark.parametrize(
    ("start", "end"),
    [(None, None), (date(2020, 1, 1), None), (None, date(2020, 1, 1)), (date(2020, 1, 1), date(2020, 1, 1))],
)
def test_open_ends_and_a_single_day_are_fine(start, end):
    assert rules.dates.allows(start, end)


def test_an_end_before_its_beginning_is_refused():
    assert "before the beginning" in rules.dates.reason(date(2020, 1, 2), date(2020, 1, 1))


def test_a_profile_holds_at_most_forty(monkeypatch):
    monkeypatch.setattr(rules, "MOST", 1)
    anna = make_person()
    assert rules.add.allows(anna, None, None)
    affiliate(anna, make_organisation())
    assert "room for" in rules.add.reason(anna, None, None)


def test_only_the_person_changes_their_own():
    anna, bob = make_person(), make_person()
    tie = affiliate(anna, make_organisation())
    assert rules.change.allows(actor_of(anna), tie)
    assert rules.change.reason(actor_of(bob), tie)
    assert rules.change.reason(VISITOR, tie)
