from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests.factories.dialogue import make_contribution, make_place, member
from tests.factories.governance import decided, make_case

from gilde.communities.enums import Role
from gilde.core import clock
from gilde.core.clock import now
from gilde.governance.queries.quarter import FEW, quarters, told

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Europe/Amsterdam")


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


@pytest.mark.parametrize("read_in", ["Europe/Amsterdam", "Asia/Tokyo", "America/New_York"])
def test_a_year_begins_at_midnight_of_the_house_for_every_reader(read_in):
    midnight = datetime(2027, 1, 1, tzinfo=HERE)
    with clock.at(midnight - timedelta(days=30)):
        place = make_place()
        author, reporter = member(place), member(place)
        rows = [make_contribution(author, place, f"Number {number}") for number in range(2 * FEW + 1)]
    for number, row in enumerate(rows):  # the sixth is of the old year, in its last second
        with clock.at(midnight - timedelta(seconds=1) if number <= FEW else midnight + timedelta(minutes=20)):
            make_case(reporter, row)
    with timezone.override(ZoneInfo(read_in)):
        with clock.at(midnight - timedelta(minutes=10)):
            assert [row[:2] for row in quarters(place)] == [(2026, 4)]
        with clock.at(midnight + timedelta(minutes=30)):
            assert [row[:3] for row in quarters(place)] == [(2027, 1, FEW), (2026, 4, FEW + 1)]


def test_a_quarter_begins_on_its_first_day_in_summer_and_on_a_leap_day():
    with clock.at(datetime(2027, 3, 31, 23, 30, tzinfo=HERE)):
        place = make_place()
        author, reporter = member(place), member(place)
        for number in range(FEW):
            make_case(reporter, make_contribution(author, place, f"Number {number}"))
    with clock.at(datetime(2027, 4, 1, 0, 30, tzinfo=HERE)):
        assert [row[:3] for row in quarters(place)] == [(2027, 2, 0), (2027, 1, FEW)]
    with clock.at(datetime(2028, 2, 29, 23, 30, tzinfo=HERE)):
        assert [row[:2] for row in quarters(place)] == [(2028, 1), (2027, 4), (2027, 3), (2027, 2), (2027, 1)]
