"""What a profile page costs, and where an old handle leads."""

from __future__ import annotations

import pytest
from django.utils import translation
from tests.factories.people import actor_of, affiliate, label, make_organisation, make_person

from gilde.core.actor import VISITOR
from gilde.core.audience import Audience
from gilde.people.actions.person import change_handle
from gilde.people.enums import LabelKind, PersonState, Question
from gilde.people.models import Link, Motivation
from gilde.people.queries.profile import former_address, profile_of


@pytest.mark.parametrize("count", [1, 30])
def test_a_profile_takes_five_queries_however_much_there_is(count, django_assert_num_queries):
    anna = make_person(handle="anna", audience_motivation=Audience.MEMBERS)
    for number in range(count):
        label(anna, f"label {number}")
        Link.objects.create(person=anna, url=f"https://example.org/{number}")
        affiliate(anna, make_organisation())
    for question in list(Question)[:count]:
        Motivation.objects.create(person=anna, question=question, text="x", html="x")
    actor = actor_of(make_person())
    with django_assert_num_queries(5):
        profile = profile_of(actor, "anna")
        assert len([tie.organisation.name for tie in profile.affiliations]) == count
        assert [item.name for item in profile.specialisms]


def test_closed_sections_cost_nothing(django_assert_num_queries):
    make_person(handle="anna", audience=Audience.PUBLIC)
    with django_assert_num_queries(2):
        profile_of(VISITOR, "anna")


def test_labels_keep_the_persons_own_order():
    anna = make_person(handle="anna")
    label(anna, "zeta", "alpha", "mid")
    assert [item.name for item in profile_of(actor_of(anna), "anna").specialisms] == ["zeta", "alpha", "mid"]


def test_questions_stand_in_the_order_in_which_they_are_asked():
    anna = make_person(handle="anna")
    for question in reversed(Question):
        Motivation.objects.create(person=anna, question=question, text="x", html="x")
    shown = profile_of(actor_of(anna), "anna").motivations
    assert [row.question for row in shown] == list(Question)


def test_languages_are_named_for_the_reader():
    anna = make_person(handle="anna")
    label(anna, "nl", "tr", kind=LabelKind.LANGUAGE)
    assert profile_of(actor_of(anna), "anna").languages == ["Nederlands (Dutch)", "Türkçe (Turkish)"]
    with translation.override("nl"):
        assert profile_of(actor_of(anna), "anna").languages == ["Nederlands", "Türkçe (Turks)"]


def test_capitals_in_a_handle_do_not_matter():
    make_person(handle="anna", audience=Audience.PUBLIC)
    assert profile_of(VISITOR, "ANNA") is not None


def test_an_old_handle_leads_on_for_who_may_see_the_person():
    anna = make_person(handle="anna", audience=Audience.MEMBERS)
    change_handle(actor=actor_of(anna), handle="annie")
    assert former_address(actor_of(make_person()), "Anna") == "/@annie/"
    assert former_address(VISITOR, "anna") is None


def test_an_old_handle_of_somebody_who_left_leads_nowhere():
    anna = make_person(handle="anna", audience=Audience.PUBLIC)
    change_handle(actor=actor_of(anna), handle="annie")
    anna.refresh_from_db()
    anna.state = PersonState.ERASED
    anna.save()
    assert former_address(VISITOR, "anna") is None
