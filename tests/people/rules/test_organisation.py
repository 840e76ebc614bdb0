"""Who writes what an organisation says of itself."""

from __future__ import annotations

from datetime import date

from tests.factories.people import actor_of, affiliate, make_organisation, make_person

from gilde.core.actor import VISITOR, Actor
from gilde.people.rules import organisation as rules


def test_people_who_belong_to_it_today_can_change_it():
    anna, acme = make_person(), make_organisation()
    affiliate(anna, acme)
    assert rules.change.allows(actor_of(anna), acme)


def test_people_who_belonged_to_it_cannot():
    anna, acme = make_person(), make_organisation()
    affiliate(anna, acme, ended_on=date(2020, 1, 1))
    assert "people from this organisation" in rules.change.reason(actor_of(anna), acme)


def test_who_made_it_and_who_runs_the_house_can():
    anna = make_person()
    acme = make_organisation(created_by=anna)
    assert rules.change.allows(actor_of(anna), acme)
    assert rules.change.allows(Actor(person_id=make_person().pk, is_operator=True), acme)


def test_a_visitor_cannot():
    assert rules.change.reason(VISITOR, make_organisation())
