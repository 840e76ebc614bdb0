"""Who may be whom."""

from __future__ import annotations

import pytest
from tests.factories.people import actor_of, make_account, make_person, make_placeholder

from gilde.core.actor import SYSTEM, VISITOR, Actor
from gilde.people.models import FormerHandle
from gilde.people.rules import person as rules


@pytest.mark.parametrize("good", ["jo", "anna-de-vries", "a1", "x" * 30])
def test_letters_digits_and_inner_hyphens_make_a_handle(good):
    assert rules.handle.allows(good)


@pytest.mark.parametrize(
    "bad", ["", "a", "-anna", "anna-", "Anna", "anna de vries", "ännä", "a" * 31, "an/na", "an\x00na", "anna\n", "a_b"]
)
def test_anything_else_is_refused_with_a_sentence(bad):
    assert "2 to 30" in rules.handle.reason(bad)


@pytest.mark.parametrize("word", ["everyone", "admin", "host", "iedereen", "gilde"])
def test_words_that_read_as_a_group_or_function_stay_free(word):
    assert "is reserved" in rules.handle.reason(word)


def test_a_handle_that_somebody_has_is_taken():
    make_person(handle="anna")
    assert "Choose another" in rules.handle.reason("anna")


def test_a_handle_that_somebody_had_is_taken_for_others_but_not_for_them():
    anna = make_person(handle="anna")
    FormerHandle.objects.create(handle="annetje", person=anna)
    assert rules.handle.reason("annetje", make_person())
    assert rules.handle.allows("annetje", anna)


def test_a_placeholder_can_be_claimed_by_an_account_without_a_person():
    assert rules.claim.allows(make_account(), make_placeholder())


def test_somebody_who_is_here_cannot_be_claimed():
    assert "already claimed this profile" in rules.claim.reason(make_account(), make_person(with_account=True))


def test_who_has_a_profile_cannot_claim_another():
    anna = make_person(with_account=True)
    assert "You already have a profile here" in rules.claim.reason(anna.account, make_placeholder())


def test_only_the_operator_or_a_voucher_hands_out_claim_links(monkeypatch):
    placeholder, anna = make_placeholder(), actor_of(make_person())
    assert rules.offer_claim.reason(VISITOR, placeholder)
    assert rules.offer_claim.reason(anna, placeholder)
    assert rules.offer_claim.allows(SYSTEM, placeholder)
    assert rules.offer_claim.allows(Actor(person_id=1, is_operator=True), placeholder)
    monkeypatch.setattr(rules, "_vouchers", [])
    rules.register_voucher(lambda actor, person: actor == anna)
    assert rules.offer_claim.allows(anna, placeholder)


def test_nobody_hands_out_a_link_to_a_profile_that_is_somebodys():
    assert "already belongs to someone" in rules.offer_claim.reason(SYSTEM, make_person())
