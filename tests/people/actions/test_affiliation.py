"""Ties to organisations."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from tests.factories.people import actor_of, affiliate, make_organisation, make_person

from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.people.actions import affiliation
from gilde.people.enums import Verb
from gilde.people.models import Affiliation, Organisation
from gilde.people.queries.actor import actor_for


def test_adding_a_tie_makes_the_organisation_and_lets_the_actor_act_for_it():
    anna = make_person()
    row = affiliation.add(actor=actor_of(anna), organisation="Acme", title="Nurse", started_on=date(2020, 1, 1))
    assert row.organisation.name == "Acme"
    assert actor_for(anna).organisations == {row.organisation_id}


def test_sending_twice_makes_one():
    actor, key = actor_of(make_person()), uuid.uuid4()
    first = affiliation.add(actor=actor, organisation="Acme", client_id=key)
    assert affiliation.add(actor=actor, organisation="Other", client_id=key) == first
    assert Organisation.objects.count() == 1
    assert Activity.objects.filter(verb=Verb.AFFILIATION_ADDED).count() == 1


def test_dates_the_wrong_way_round_are_refused_and_nothing_is_made():
    with pytest.raises(Refusal, match="before the beginning"):
        affiliation.add(
            actor=actor_of(make_person()),
            organisation="Acme",
            started_on=date(2020, 1, 2),
            ended_on=date(2020, 1, 1),
        )
    assert not Affiliation.objects.exists()
    assert not Organisation.objects.exists()


def test_an_end_date_ends_it():
    anna = make_person()
    row = affiliate(anna, make_organisation())
    affiliation.change(
        actor=actor_of(anna), affiliation=row, title="Boss", started_on=None, ended_on=date(2020, 12, 31)
    )
    assert actor_for(anna).organisations == frozenset()
    row.refresh_from_db()
    assert row.title == "Boss"


def test_nobody_changes_or_removes_the_tie_of_another():
    row, bob = affiliate(make_person(), make_organisation()), actor_of(make_person())
    with pytest.raises(Refusal):
        affiliation.change(actor=bob, affiliation=row, title="x", started_on=None, ended_on=None)
    with pytest.raises(Refusal):
        affiliation.remove(actor=bob, affiliation=row)
    assert Affiliation.objects.filter(pk=row.pk).exists()


def test_removing_twice_is_removing_once():
    anna = make_person()
    row = affiliate(anna, make_organisation())
    for _ in range(2):
        affiliation.remove(actor=actor_of(anna), affiliation=row)
    assert Activity.objects.filter(verb=Verb.AFFILIATION_REMOVED).count() == 1
