from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.communities import again, membership_of
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.governance import make_case
from tests.factories.people import make_account, make_person

from gilde.communities.actions import membership as memberships
from gilde.communities.actions import restriction as restrictions
from gilde.communities.enums import Capability, Joining, RestrictionKind, Role
from gilde.communities.models import Membership, Restriction
from gilde.communities.queries.capability import capabilities
from gilde.communities.rules import community as community_rules
from gilde.communities.rules.capability import may
from gilde.core import clock
from gilde.core.actor import SYSTEM
from gilde.core.rules import Refusal
from gilde.dialogue.models import Contribution
from gilde.dialogue.rules import compliment as compliment_rules
from gilde.governance.actions import appeal as appeals
from gilde.governance.actions import case as actions
from gilde.governance.actions.case import Measure
from gilde.governance.enums import Outcome
from gilde.people.queries.actor import actor_for

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def host(place):
    return member(place, role=Role.HOST)


def operator():
    return actor_for(person := make_person(account=make_account(is_superuser=True)), person.account)


def restricted(actor, place, kind=RestrictionKind.READ_ONLY, lasts=WEEK):
    restrictions.restrict(actor=SYSTEM, person_id=actor.person_id, community=place, kind=kind, lasts=lasts)
    return again(actor)


def sanctioned(judge, case, measure):
    actions.take(actor=judge, case=case)
    return actions.decide(
        actor=judge, case=case, outcome=Outcome.SANCTION, rule="", reasons="Three times now.", measure=measure
    )


@pytest.mark.parametrize("capability", [row for row in Capability if row != Capability.READ])
def test_who_can_only_read_does_nothing_else_and_reads_why(place, capability):
    actor = restricted(member(place, role=Role.HOST), place)
    assert capabilities(actor, place) == {Capability.READ}
    assert "My reports" in may.reason(actor, place, capability)


def test_who_cannot_begin_anything_can_still_reply(place):
    actor = restricted(member(place), place, RestrictionKind.NO_POSTS)
    assert capabilities(actor, place) == {Capability.READ, Capability.COMMENT}
    assert "reply here" in may.reason(actor, place, Capability.CONTRIBUTE)


def test_it_ends_by_itself_and_holds_in_one_community_only(place, monkeypatch):
    actor, other = member(place), make_place()
    membership = memberships.enrol(actor=SYSTEM, person_id=actor.person_id, community=other)
    assert membership
    actor = restricted(actor, place)
    assert may.allows(actor, other, Capability.CONTRIBUTE)
    later = clock.now() + WEEK + timedelta(seconds=1)
    monkeypatch.setattr("gilde.communities.queries.membership.now", lambda: later)
    assert may.allows(again(actor), place, Capability.CONTRIBUTE)


def test_everywhere_means_every_community_and_founding_and_compliments(place):
    actor = restricted(member(place), None)
    assert may.reason(actor, place, Capability.COMMENT)
    assert community_rules.found.reason(actor)
    assert compliment_rules.give.reason(actor, make_person())


def test_who_was_removed_cannot_come_in_by_any_way_until_the_time_has_passed(place, host):
    open_place = make_place(joining=Joining.OPEN)
    boss, actor = member(open_place, role=Role.HOST), member(open_place)
    case = make_case(member(open_place), make_contribution(actor, open_place))
    sanctioned(boss, case, Measure(RestrictionKind.REMOVED, WEEK))
    actor = again(actor)
    assert actor.role_in(open_place.pk) is None
    with pytest.raises(Refusal):
        memberships.join(actor=actor, community=open_place)
    with pytest.raises(Refusal):
        memberships.come_in(
            actor=boss, person_id=actor.person_id, community=open_place, needed=(), charters=(), via={"way": "request"}
        )
    case.refresh_from_db()
    actions.lift(actor=boss, case=case)
    actions.lift(actor=boss, case=case)
    memberships.join(actor=again(actor), community=open_place)
    assert membership_of(open_place, actor)
    assert host


def test_it_costs_no_statement_of_its_own(place):
    actor = member(place)
    person = person_of(actor)
    with CaptureQueriesContext(connection) as before:
        actor_for(person)
    restricted(actor, place)
    with CaptureQueriesContext(connection) as after:
        assert actor_for(person).restricted
    assert len(after) == len(before)


def test_a_measure_is_told_with_its_reasons_and_can_also_remove(place, host):
    author = member(place)
    contribution = make_contribution(author, place)
    case = make_case(member(place), contribution)
    sanctioned(host, case, Measure(RestrictionKind.READ_ONLY, WEEK, also_removes=True))
    assert Contribution.objects.get(pk=contribution.pk).state == "deleted"
    browser = client_of(author)
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = browser.get(f"/me/reports/{case.pk}/").content.decode()
    assert "Three times now." in page
    assert "can only read" in page
    row = appeals.appeal(actor=again(author), case=case, words="Please.")
    appeals.decide(actor=member(place, role=Role.HOST), appeal=row, outcome=Outcome.WORD, reasons="Once more.")
    assert Contribution.objects.get(pk=contribution.pk).state == "published"
    assert may.allows(again(author), place, Capability.COMMENT)


def test_an_appeal_makes_no_new_measure(place, host):
    author = member(place)
    case = make_case(member(place), make_contribution(author, place))
    actions.take(actor=host, case=case)
    actions.decide(actor=host, case=case, outcome=Outcome.WORD, rule="", reasons="x")
    row = appeals.appeal(actor=author, case=case, words="No")
    with pytest.raises(Refusal):
        appeals.decide(actor=member(place, role=Role.HOST), appeal=row, outcome=Outcome.SANCTION, reasons="x")


def test_only_the_operator_decides_for_everywhere(place, host):
    case = make_case(member(place), make_contribution(member(place), place))
    with pytest.raises(Refusal):
        sanctioned(host, case, Measure(RestrictionKind.READ_ONLY, WEEK, everywhere=True))
    sanctioned_by = operator()
    actions.release(actor=host, case=case)
    sanctioned(sanctioned_by, case, Measure(RestrictionKind.READ_ONLY, WEEK, everywhere=True))
    assert Restriction.objects.get().community_id is None


def test_nobody_restricts_who_they_are_not_host_of(place, host):
    for actor in (member(place), member(place, role=Role.FACILITATOR), member(make_place(), role=Role.HOST)):
        with pytest.raises(Refusal):
            restrictions.restrict(
                actor=actor, person_id=host.person_id, community=place, kind=RestrictionKind.READ_ONLY, lasts=WEEK
            )
    assert not Restriction.objects.exists()
    assert Membership.objects.exists()


WRITES = [
    "/d/{question}/do/comment/", "/d/{question}/do/answer/", "/d/{mine}/do/edit/", "/d/{mine}/do/close/",
    "/d/{mine}/do/comments/{comment}/edit/", "/c/{slug}/ambition/new/",
    "/d/{question}/do/appreciate/like/", "/new/discussion/"
]  # fmt: skip


@pytest.mark.parametrize("address", WRITES)
def test_every_write_refuses_with_the_human_reason(place, address):
    author, actor = member(place), member(place, role=Role.HOST)
    question, mine = make_question(author, place), make_contribution(actor, place)
    numbers = {
        "question": question.pk, "mine": mine.pk, "comment": make_comment(actor, mine).pk, "slug": place.slug,
        "place": place.pk, "answer": make_answer(author, question).pk,
    }  # fmt: skip
    browser = client_of(restricted(actor, place))
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    data = {
        "body": "Still here.", "title": "Again", "reason": "Because", "community": place.pk, "language": "en",
        "addresses": "a@example.org", "role": "member", "make": "mail", "kind": "mail", "description": "x", "text": "x",
    }  # fmt: skip
    answer = browser.post(address.format(**numbers), data)
    assert answer.status_code in {403, 422}, answer.status_code
    assert "My reports" in answer.content.decode()
