import pytest
from tests.factories.dialogue import make_contribution, make_place, member
from tests.factories.governance import decided, make_case

from gilde.communities.enums import Role
from gilde.communities.queries.header import header_for
from gilde.governance.queries.case import waiting_for

pytestmark = pytest.mark.django_db


def test_the_number_at_the_tab_leaves_out_what_is_about_the_reader():
    place = make_place()
    host, other, reporter = member(place, role=Role.HOST), member(place, role=Role.HOST), member(place)
    make_case(reporter, make_contribution(host, place))
    place.refresh_from_db()
    assert place.open_case_count == 1
    assert header_for(host, place).cases == 0
    assert header_for(other, place).cases == 1
    assert header_for(reporter, place).cases == 0


def test_what_was_decided_waits_no_more():
    place = make_place()
    host, reporter = member(place, role=Role.HOST), member(place)
    case = make_case(reporter, make_contribution(member(place), place))
    make_case(reporter, make_contribution(member(place), place))
    assert waiting_for(host, place) == 2
    decided(host, case)
    assert waiting_for(host, place) == 1


def test_a_member_pays_no_statement_for_reports(django_assert_num_queries):
    place = make_place()
    reporter = member(place)
    make_case(reporter, make_contribution(member(place), place))
    place.refresh_from_db()
    with django_assert_num_queries(1):
        header_for(reporter, place)
