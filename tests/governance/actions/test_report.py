import uuid

import pytest
from tests.factories.communities import again, outsider
from tests.factories.dialogue import make_comment, make_compliment, make_contribution, make_place, member, person_of
from tests.factories.governance import decided, make_case, make_report

from gilde.communities.enums import Role
from gilde.core.models import Activity
from gilde.core.reportables import reportables
from gilde.core.rules import Refusal
from gilde.governance.actions import report as actions
from gilde.governance.enums import Outcome, StepKind, Verb
from gilde.governance.models import Case, Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


def test_reports_of_the_same_thing_join_one_case_that_waits_once(place):
    author, one, two = member(place), member(place), member(place)
    contribution = make_contribution(author, place, "Unkind", body="You are wrong.")
    first, second = make_report(one, contribution), make_report(two, contribution)
    assert first.case_id == second.case_id
    case = Case.objects.get()
    place.refresh_from_db()
    assert (case.report_count, place.open_case_count) == (2, 1)
    assert (case.about_id, case.title, case.said) == (author.person_id, "Unkind", "You are wrong.")
    assert [step.kind for step in case.steps.all()] == [StepKind.OPENED, StepKind.JOINED]


def test_sent_twice_is_one_report_and_so_is_a_second_one_of_the_same_case(place):
    author, reporter = member(place), member(place)
    contribution = make_contribution(author, place)
    thing = reportables()["contribution"].find(reporter, contribution.pk)
    values = {"kind": "contribution", "number": contribution.pk, "thing": thing, "rule": "", "words": "Why"}
    key = uuid.uuid4()
    first = actions.report(actor=reporter, client_id=key, **values)
    assert actions.report(actor=reporter, client_id=key, **values) == first
    assert actions.report(actor=reporter, client_id=uuid.uuid4(), **{**values, "words": "Again"}) == first
    assert Report.objects.count() == 1
    assert Case.objects.get().report_count == 1


def test_after_a_decision_a_new_report_opens_a_new_case(place):
    author, reporter, host = member(place), member(place), member(place, role=Role.HOST)
    contribution = make_contribution(author, place)
    case = make_case(reporter, contribution)
    decided(host, case, Outcome.NOTHING)
    assert make_case(reporter, contribution).pk != case.pk


def test_the_log_does_not_say_who_reported(place):
    author, reporter = member(place), member(place)
    case = make_case(reporter, make_contribution(author, place))
    row = Activity.objects.get(verb=Verb.REPORTED)
    assert (row.actor_id, row.target_id) == (None, case.pk)
    assert reporter.person_id not in row.data.values()


def test_one_does_not_report_oneself(place):
    author = member(place)
    with pytest.raises(Refusal):
        make_report(author, make_contribution(author, place))
    with pytest.raises(Refusal):
        make_report(author, person_of(author))


def test_what_somebody_cannot_read_cannot_be_reported(place):
    author, reporter, stranger = member(place), member(place), outsider()
    contribution = make_contribution(author, place)
    comment = make_comment(author, contribution)
    compliment = make_compliment(author, person_of(reporter))
    gone = again(reporter)
    person_of(reporter).memberships.all().delete()
    gone = again(gone)
    for kind, row in (("contribution", contribution), ("comment", comment)):
        find = reportables()[kind].find
        assert find(stranger, row.pk) is None
        assert find(gone, row.pk) is None
        assert find(author, row.pk) is not None
    assert reportables()["compliment"].find(stranger, compliment.pk) is None
    assert reportables()["compliment"].find(reporter, compliment.pk).person_id == author.person_id


def test_a_profile_has_no_community_so_the_operator_decides(place):
    reporter, other = member(place), member(place)
    case = make_case(reporter, person_of(other))
    assert case.community_id is None
    assert not Case.objects.visible_to(member(place, role=Role.HOST)).exists()
