"""What was reported and then moved to another community: who hears of it there, and who takes it away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.dialogue import client_of, joined, make_comment, make_contribution, make_place, member, person_of
from tests.factories.governance import make_case, make_report
from tests.factories.people import actor_of, make_person

from gilde.communities.enums import RestrictionKind, Role
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.rules import Refusal
from gilde.dialogue.actions.curation import move
from gilde.dialogue.enums import State
from gilde.dialogue.models import Comment, Contribution
from gilde.governance.actions import appeal as appeals
from gilde.governance.actions import case as cases
from gilde.governance.actions.case import Measure
from gilde.governance.enums import Outcome
from gilde.governance.models import Case
from gilde.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Community:
    return make_place("Where it began")


@pytest.fixture
def room() -> Community:
    return make_place("The closed room", audience=Audience.COMMUNITY)


@pytest.fixture
def host(place: Community) -> Actor:
    return member(place, "Hedy Host", role=Role.HOST)


@pytest.fixture
def author(place: Community, room: Community) -> Actor:
    return joined(member(place, "Arie Author"), room)


@pytest.fixture
def thing(author: Actor, place: Community) -> Contribution:
    return make_contribution(author, place, "Unkind")


def moved(author: Actor, thing: Contribution, room: Community) -> Contribution:
    """``thing``, in the other community by now."""
    move(actor=author, contribution=thing, to=room)
    thing.refresh_from_db()
    return thing


def taken(host: Actor, case: Case) -> Case:
    """``case``, which ``host`` handles."""
    return cases.take(actor=host, case=case)


def test_who_reports_it_there_is_read_there_and_not_where_it_came_from(place, room, host, author, thing):
    before = make_case(member(place), thing)
    there = member(room, "Rosa Room")
    keeper = member(room, "Kees Keeper", role=Role.HOST)
    moved(author, thing, room)
    row = make_report(there, thing, "Among ourselves")
    assert row.case_id != before.pk
    assert set(Case.objects.visible_to(keeper)) == {row.case}
    assert set(Case.objects.visible_to(host)) == {before}
    for community in (place, room):
        community.refresh_from_db()
        assert community.open_case_count == 1
    assert make_report(member(room), thing).case_id == row.case_id


@pytest.mark.parametrize("outcome", [Outcome.REMOVE, Outcome.HIDE])
def test_the_hosts_it_left_take_nothing_away_there_and_still_decide_about_the_person(
    place, room, host, author, thing, outcome
):
    said = make_comment(author, thing, "Unkind, too")
    about, beneath = (taken(host, make_case(member(place), each)) for each in (thing, said))
    moved(author, thing, room)
    for case in (about, beneath):
        with pytest.raises(Refusal, match="moved to another community"):
            cases.decide(actor=host, case=case, outcome=outcome, rule="", reasons="We agreed to be kind.")
    measure = Measure(kind=RestrictionKind.READ_ONLY, lasts=timedelta(days=3), also_removes=True)
    done = cases.decide(
        actor=host, case=about, outcome=Outcome.SANCTION, rule="", reasons="We agreed to be kind.", measure=measure
    )
    assert done.restriction is not None
    assert not done.removed
    assert Contribution.objects.get(pk=thing.pk).state == State.PUBLISHED
    assert Comment.objects.get().deleted_at is None


def test_the_page_gives_the_reason_instead_of_what_they_cannot_do(place, room, host, author, thing):
    case = taken(host, make_case(member(place), thing))
    browser = client_of(host)
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    sentence = "This has moved to another community. Its hosts decide whether it stays."
    page = browser.get(f"/cases/{case.pk}/").content.decode()
    assert 'value="remove"' in page
    assert 'value="hide"' in page
    assert sentence not in page
    moved(author, thing, room)
    page = browser.get(f"/cases/{case.pk}/").content.decode()
    assert 'value="remove"' not in page
    assert 'value="hide"' not in page
    assert 'name="also_removes"' not in page
    assert 'value="sanction"' in page
    assert page.count(sentence) == 1
    # Whoever still has the page of before reads the same sentence, and what they typed is there.
    answer = browser.post(f"/cases/{case.pk}/decide/", {"outcome": "remove", "rule": "", "reasons": "We agreed."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "We agreed." in page


def test_who_keeps_order_in_both_and_the_operator_take_it_away(place, room, host, author, thing):
    case = taken(joined(host, room, role=Role.HOST), make_case(member(place), thing))
    moved(author, thing, room)
    both = actor_of(person_of(host))
    done = cases.decide(actor=both, case=case, outcome=Outcome.HIDE, rule="", reasons="We agreed to be kind.")
    assert done.hidden
    other = moved(author, make_contribution(author, place, "Unkind again"), place)
    second = make_case(member(place), other)
    moved(author, other, room)
    person = make_person(with_account=True)
    Account.objects.filter(pk=person.account_id).update(is_superuser=True)
    operator = actor_of(person_of(actor_of(person)))
    assert cases.decide(
        actor=operator, case=taken(operator, second), outcome=Outcome.REMOVE, rule="", reasons="Not here."
    ).removed


def test_a_decision_that_took_it_away_before_can_still_stand(place, room, host, author, thing):
    case = taken(host, make_case(member(place), thing))
    cases.decide(actor=host, case=case, outcome=Outcome.HIDE, rule="", reasons="We agreed to be kind.")
    Contribution.objects.filter(pk=thing.pk).update(community=room)
    asked = appeals.appeal(actor=author, case=case, words="It was meant well.")
    another = member(place, "Hilde Host", role=Role.HOST)
    assert not appeals.decide(actor=another, appeal=asked, outcome=Outcome.HIDE, reasons="It stands.").changed
