"""What pages of reports and cases cost, and what strangers are answered everywhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.communities import again, outsider
from tests.factories.dialogue import client_of, make_contribution, make_place, member, person_of
from tests.factories.governance import decided, make_case, make_report
from tests.factories.people import make_account, make_person

from gilde.communities.enums import Role
from gilde.governance.actions import case as actions
from gilde.governance.enums import Outcome, Side
from gilde.governance.models import Case
from gilde.people.queries.actor import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def host(place):
    return member(place, role=Role.HOST)


def cost(actor, address):
    browser = client_of(actor)
    browser.get(address)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(address).status_code == 200
    return len(found)


def test_one_case_costs_as_much_with_thirty_reports_and_steps(place, host):
    thing = make_contribution(member(place), place)
    case = make_case(member(place), thing)
    actions.take(actor=host, case=case)
    actions.note(actor=host, case=case, text="x")
    few = cost(host, f"/cases/{case.pk}/")
    for _number in range(30):
        make_report(member(place), thing)
        actions.note(actor=host, case=case, text="x")
    assert cost(host, f"/cases/{case.pk}/") == few


def test_lists_of_ones_own_and_of_the_operator_cost_as_much_with_thirty(place, host):
    person = make_person(account=make_account(is_superuser=True))
    operator = actor_for(person, person.account)
    author, reporter = member(place), member(place)

    def some(count):
        for _number in range(count):
            case = make_case(reporter, make_contribution(author, place))
            decided(host, case, Outcome.WORD)
            make_case(reporter, make_contribution(author, place))

    some(1)
    pages = [(reporter, "/me/reports/"), (author, "/me/reports/"), (operator, "/cases/"),
             (reporter, f"/c/{place.slug}/openness/")]  # fmt: skip
    few = [cost(*page) for page in pages]
    some(30)
    assert [cost(*page) for page in pages] == few


def test_ones_own_case_costs_as_much_with_thirty_messages(place, host):
    reporter = member(place)
    case = make_case(reporter, make_contribution(member(place), place))
    actions.take(actor=host, case=case)
    actions.message(actor=host, case=case, to=Side.REPORTER, text="x")
    few = cost(reporter, f"/me/reports/{case.pk}/")
    for _number in range(30):
        actions.message(actor=host, case=case, to=Side.REPORTER, text="x")
    assert cost(reporter, f"/me/reports/{case.pk}/") == few


def test_whoever_has_no_business_here_gets_the_answer_of_a_number_that_does_not_exist(place, host):
    author, reporter = member(place), member(place)
    case = make_case(reporter, make_contribution(author, place))
    removed = member(place, role=Role.HOST)
    person_of(removed).memberships.all().delete()
    nobodies = (
        outsider(), again(removed), member(place), author, reporter, member(place, role=Role.GUEST),
        member(place, role=Role.FACILITATOR), member(make_place(), role=Role.HOST),
    )  # fmt: skip
    posts = ("take", "note", "message", "decide", "lift", "show", "name", "name/1", "appeals/1")
    for actor in nobodies:
        browser = client_of(actor)
        assert browser.get(f"/cases/{case.pk}/").status_code == browser.get("/cases/999999/").status_code == 404
        for act in posts:
            for number in (case.pk, 999_999):
                assert browser.post(f"/cases/{number}/{act}/").status_code == 404, (actor, act)
    for actor in nobodies:
        if actor is not reporter:
            assert client_of(actor).get(f"/me/reports/{case.pk}/").status_code == 404
    assert not Case.objects.get(pk=case.pk).is_decided
