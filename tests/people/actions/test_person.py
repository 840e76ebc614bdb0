"""Becoming a person here, and being called something else."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from tests.factories.people import actor_of, make_account, make_person, make_placeholder

from gilde.core.actor import SYSTEM, VISITOR
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.people.actions.person import change_handle, join, offer_claim
from gilde.people.enums import PersonState, Verb
from gilde.people.models import FormerHandle, Person
from gilde.people.rules.claim import person_behind


def test_joining_makes_an_active_person_with_a_handle_from_the_name():
    account = make_account()
    person = join(account=account, name="Anna de Vries")
    assert (person.state, person.handle, person.account_id) == (PersonState.ACTIVE, "anna-de-vries", account.pk)
    assert Activity.objects.get(verb=Verb.PERSON_JOINED).actor_id == person.pk


def test_joining_twice_gives_the_first_person():
    account = make_account()
    assert join(account=account, name="Anna") == join(account=account, name="Somebody else")
    assert Person.objects.count() == 1
    assert Activity.objects.filter(verb=Verb.PERSON_JOINED).count() == 1


def test_a_suggested_handle_makes_room_for_who_was_first():
    for expected in ("anna", "anna-2", "anna-3"):
        assert join(account=make_account(), name="Anna").handle == expected


def test_a_suggested_handle_avoids_former_handles_and_kept_words():
    FormerHandle.objects.create(handle="bob", person=make_person())
    assert join(account=make_account(), name="Bob").handle == "bob-2"
    assert join(account=make_account(), name="Admin").handle == "admin-2"


def test_a_name_without_any_latin_letter_gets_a_handle_too():
    assert join(account=make_account(), name="李小龍").handle == "person"


def test_a_wanted_handle_that_is_taken_is_refused_and_nothing_is_made():
    make_person(handle="anna")
    with pytest.raises(Refusal, match="Choose another"):
        join(account=make_account(), name="Anna", handle="anna")
    assert Person.objects.count() == 1


def test_a_closed_account_cannot_join():
    with pytest.raises(Refusal):
        join(account=make_account(is_active=False), name="Anna")


def test_an_invited_placeholder_becomes_the_person_of_the_proven_address():
    waiting = make_placeholder("A. de Vries", handle="a-de-vries", invited_email="anna@example.org")
    person = join(account=make_account("Anna@example.org"), name="Anna de Vries")
    assert (person.pk, person.name, person.handle) == (waiting.pk, "Anna de Vries", "a-de-vries")
    assert (person.state, person.invited_email) == (PersonState.ACTIVE, "")
    assert Activity.objects.get(verb=Verb.PERSON_CLAIMED).target_id == waiting.pk


def test_an_unproven_address_claims_nothing():
    waiting = make_placeholder(invited_email="anna@example.org")
    person = join(account=make_account("anna@example.org", verified=False), name="Anna")
    assert person.pk != waiting.pk
    waiting.refresh_from_db()
    assert waiting.is_placeholder


def test_a_second_proven_address_claims_as_well():
    waiting = make_placeholder(invited_email="anna@work.example")
    account = make_account("anna@home.example")
    EmailAddress.objects.create(user=account, email="anna@work.example", verified=True)
    assert join(account=account, name="Anna").pk == waiting.pk


def test_a_placeholder_without_address_is_not_claimed_by_an_account_without_one():
    make_placeholder(invited_email="")
    assert not join(account=make_account(), name="Anna").is_placeholder
    assert Person.objects.count() == 2


def test_a_claim_link_gives_the_placeholder_to_who_opens_it_once():
    waiting = make_placeholder("Anna")
    token = offer_claim(actor=SYSTEM, person=waiting)
    first = join(account=make_account(), name="Anna", claiming=person_behind(token))
    assert first.pk == waiting.pk
    assert person_behind(token) is None
    with pytest.raises(Refusal, match="already claimed this profile"):
        join(account=make_account(), name="Thief", claiming=waiting)


def test_a_broken_or_foreign_token_opens_nothing():
    token = offer_claim(actor=SYSTEM, person=make_placeholder())
    for bad in ("", "x", token[:-1], f"{token}x", "\x00", "é" * 40):
        assert person_behind(bad) is None


def test_a_visitor_cannot_hand_out_a_claim_link():
    with pytest.raises(Refusal):
        offer_claim(actor=VISITOR, person=make_placeholder())


def test_an_old_handle_keeps_leading_to_its_person():
    anna = make_person(handle="anna")
    change_handle(actor=actor_of(anna), handle="anna-de-vries")
    assert FormerHandle.objects.get(handle="anna").person_id == anna.pk
    assert Activity.objects.get(verb=Verb.HANDLE_CHANGED).data == {}


def test_one_can_go_back_to_an_old_handle_of_ones_own():
    anna = make_person(handle="anna")
    change_handle(actor=actor_of(anna), handle="annie")
    assert change_handle(actor=actor_of(anna), handle="anna").handle == "anna"
    assert list(FormerHandle.objects.values_list("handle", flat=True)) == ["annie"]


def test_the_same_handle_again_changes_nothing():
    anna = make_person(handle="anna")
    change_handle(actor=actor_of(anna), handle="anna")
    assert not FormerHandle.objects.exists()
    assert not Activity.objects.exists()
