"""Organisations, made on the fly."""

from __future__ import annotations

import uuid

import pytest
from tests.factories.people import actor_of, affiliate, make_organisation, make_person

from gilde.core.actor import SYSTEM, VISITOR
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.people.actions.organisation import change, find_or_create
from gilde.people.enums import Verb
from gilde.people.models import FormerOrganisationSlug, Organisation


def test_a_new_name_makes_an_organisation_with_an_address():
    anna = make_person()
    row = find_or_create(actor=actor_of(anna), name="Zorg & Zo BV")
    assert (row.slug, row.created_by_id) == ("zorg-zo-bv", anna.pk)
    assert Activity.objects.get(verb=Verb.ORGANISATION_CREATED).target_id == row.pk


@pytest.mark.parametrize("typed", ["Crème", "CREME", "creme"])
def test_a_known_name_is_found_however_it_is_typed(typed):
    known = make_organisation("Crème")
    assert find_or_create(actor=actor_of(make_person()), name=typed) == known


def test_a_replay_gives_the_first_result():
    actor, key = actor_of(make_person()), uuid.uuid4()
    first = find_or_create(actor=actor, name="One", client_id=key)
    assert find_or_create(actor=actor, name="Two", client_id=key) == first


def test_two_names_with_one_address_both_get_one():
    actor = actor_of(make_person())
    slugs = [find_or_create(actor=actor, name=name).slug for name in ("A B", "A-B", "A/B", "李", "王")]
    assert slugs == ["a-b", "a-b-2", "a-b-3", "organisation", "organisation-2"]


def test_a_visitor_makes_none_but_the_system_does():
    with pytest.raises(Refusal):
        find_or_create(actor=VISITOR, name="X")
    assert find_or_create(actor=SYSTEM, name="X").created_by_id is None


def edit(actor, row, **values):
    given = {"name": row.name, "about": "", "website": "", "place": "", **values}
    return change(actor=actor, organisation=row, **given)


def test_another_name_gives_another_address_and_the_old_one_keeps_leading_here():
    anna, acme = make_person(), make_organisation("Acme")
    affiliate(anna, acme)
    row = edit(actor_of(anna), acme, name="Acme Care", about="We *care*.")
    assert row.slug == "acme-care"
    assert "<em>care</em>" in row.about_html
    assert FormerOrganisationSlug.objects.get(slug="acme").organisation_id == acme.pk


def test_nobody_takes_a_former_address_but_its_own_organisation():
    anna, acme = make_person(), make_organisation("Acme")
    affiliate(anna, acme)
    edit(actor_of(anna), acme, name="Other")
    assert find_or_create(actor=SYSTEM, name="Acme").slug == "acme-2"
    acme.refresh_from_db()
    assert edit(actor_of(anna), acme, name="ACME!").slug == "acme"
    assert list(FormerOrganisationSlug.objects.values_list("slug", flat=True)) == ["other"]


def test_the_same_name_in_other_capitals_keeps_the_address():
    anna, acme = make_person(), make_organisation("Acme")
    affiliate(anna, acme)
    assert edit(actor_of(anna), acme, name="ACME").slug == "acme"
    assert not FormerOrganisationSlug.objects.exists()


def test_who_has_nothing_to_do_with_it_changes_nothing():
    acme = make_organisation("Acme")
    with pytest.raises(Refusal):
        edit(actor_of(make_person()), acme, name="Mine")
    assert Organisation.objects.get().name == "Acme"
