from datetime import timedelta

import pytest
from tests.factories.dialogue import make_contribution, make_place, member
from tests.factories.governance import make_case

from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.enums import Reason
from gilde.attention.notifications.models import Notice
from gilde.attention.notifications.queries.bell import bell
from gilde.attention.notifications.sentences import plain
from gilde.communities.enums import RestrictionKind, Role
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.governance.actions import appeal as appeals
from gilde.governance.actions import case as actions
from gilde.governance.enums import Outcome, Side, Verb
from gilde.governance.models import Case

pytestmark = pytest.mark.django_db


def told(verb):
    """Who is told of the last activity of this sort, twice as a task may."""
    row = Activity.objects.filter(verb=verb).latest("pk")
    for _twice in range(2):
        spread(row)
    return {(notice.person_id, notice.reason) for notice in Notice.objects.filter(activity=row)}


def test_everybody_a_case_concerns_is_told_at_the_right_moment_and_nobody_else():
    place = make_place()
    author, reporter, bystander = member(place), member(place), member(place)
    host, other = member(place, role=Role.HOST), member(place, role=Role.HOST)
    case = make_case(reporter, make_contribution(author, place))
    assert told(Verb.REPORTED) == {(host.person_id, Reason.CASE), (other.person_id, Reason.CASE)}
    actions.take(actor=host, case=case)
    actions.message(actor=host, case=case, to=Side.REPORTER, text="Thank you")
    assert told(Verb.CASE_MESSAGE) == {(reporter.person_id, Reason.DECISION)}
    actions.decide(actor=host, case=case, outcome=Outcome.WORD, rule="", reasons="x")
    assert told(Verb.CASE_DECIDED) == {(reporter.person_id, Reason.DECISION), (author.person_id, Reason.DECISION)}
    row = appeals.appeal(actor=author, case=case, words="Why")
    assert told(Verb.APPEALED) == {(other.person_id, Reason.CASE)}
    appeals.decide(actor=other, appeal=row, outcome=Outcome.NOTHING, reasons="y")
    told(Verb.APPEAL_DECIDED)
    line = bell(author).lines[0]
    assert line.href == f"/me/reports/{case.pk}/"
    assert plain(line) == "There is news about a report that concerns you"
    assert bell(host).lines[0].href == f"/cases/{case.pk}/"
    assert not bell(bystander).lines


def said_to(actor):
    """The newest line of their bell, which is then read."""
    line = bell(actor).lines[0]
    Notice.objects.filter(person_id=actor.person_id).update(read_at=now())
    return plain(line)


def test_each_line_about_a_case_says_what_happened_and_who_was_kept_from_writing_hears_when_that_ends():
    place = make_place()
    author, reporter, host, other = member(place), member(place), *(member(place, role=Role.HOST) for _ in range(2))
    case = make_case(reporter, make_contribution(author, place))
    actions.take(actor=host, case=case)
    actions.message(actor=host, case=case, to=Side.REPORTED, text="What did you mean?")
    told(Verb.CASE_MESSAGE)
    assert said_to(author) == "There is a message for you about a report"
    measure = actions.Measure(RestrictionKind.READ_ONLY, timedelta(days=7))
    actions.decide(actor=host, case=case, outcome=Outcome.SANCTION, rule="", reasons="x", measure=measure)
    told(Verb.CASE_DECIDED)
    assert said_to(author) == "There is a decision about a report that concerns you"
    actions.lift(actor=host, case=Case.objects.get(pk=case.pk))
    assert told(Verb.SANCTION_LIFTED) == {(author.person_id, Reason.DECISION)}
    assert said_to(author) == "A measure that held for you has ended early"
    appeal = appeals.appeal(actor=author, case=case, words="Why")
    appeals.decide(actor=other, appeal=appeal, outcome=Outcome.NOTHING, reasons="y")
    told(Verb.APPEAL_DECIDED)
    assert said_to(author) == "There is a decision on an appeal that concerns you"


def test_nothing_decided_is_not_told_to_the_author():
    place = make_place()
    author, reporter, host = member(place), member(place), member(place, role=Role.HOST)
    case = make_case(reporter, make_contribution(author, place))
    actions.take(actor=host, case=case)
    actions.decide(actor=host, case=case, outcome=Outcome.NOTHING, rule="", reasons="x")
    assert told(Verb.CASE_DECIDED) == {(reporter.person_id, Reason.DECISION)}


def test_a_case_about_the_only_host_goes_to_nobody_without_an_operator():
    place = make_place()
    host = member(place, role=Role.HOST)
    make_case(member(place), make_contribution(host, place))
    assert told(Verb.REPORTED) == set()
