from datetime import timedelta

import pytest
from tests.factories.dialogue import make_contribution, make_place, member
from tests.factories.governance import decided, make_case

from gilde.communities.enums import Role
from gilde.core.clock import now
from gilde.governance.queries.quarter import FEW, quarters, told

pytestmark = pytest.mark.django_db


def test_small_numbers_are_not_told():
    assert [told(count) for count in (0, 1, FEW - 1, FEW, 12)] == [0, None, None, FEW, 12]


def test_a_quarter_counts_what_was_reported_and_acted_on(django_assert_num_queries):
    place, other = make_place(created_at=now() - timedelta(days=800)), make_place()
    author, reporter, host = member(place), member(place), member(place, role=Role.HOST)
    for number in range(FEW):
        case = make_case(reporter, make_contribution(author, place, f"Number {number}"))
        if number == 0:
            decided(host, case)
    with django_assert_num_queries(2):
        first, *rest = quarters(place)
    assert (first.reported, first.acted, first.appealed) == (FEW, None, 0)
    assert len(rest) == 7
    assert all(row[2:] == (0, 0, 0) for row in rest)
    assert quarters(other)[0].reported == 0


def test_quarters_from_before_a_community_was_there_are_not_shown():
    assert len(quarters(make_place())) == 1
    assert 2 <= len(quarters(make_place(created_at=now() - timedelta(days=100)))) <= 3
