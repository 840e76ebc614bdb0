"""What a profile page costs, and where an old handle leads."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.utils import translation
from tests.factories.communities import make_community, make_member
from tests.factories.people import actor_of, affiliate, label, make_organisation, make_person

from gilde.core.actor import SYSTEM, VISITOR
from gilde.core.audience import Audience
from gilde.people.actions.person import change_handle
from gilde.people.enums import LabelKind, PersonState, Question, Section
from gilde.people.models import Affiliation, Link, Motivation, Person
from gilde.people.queries.profile import former_address, profile_of


@pytest.mark.parametrize("count", [1, 30])
def test_a_profile_takes_one_statement_however_much_there_is(count, django_assert_num_queries):
    anna = make_person(handle="anna", audience_motivation=Audience.MEMBERS)
    for number in range(count):
        label(anna, f"label {number}")
        Link.objects.create(person=anna, url=f"https://example.org/{number}")
        affiliate(anna, make_organisation())
    for question in list(Question)[:count]:
        Motivation.objects.create(person=anna, question=question, text="x", html="x")
    actor = actor_of(make_person())
    with django_assert_num_queries(1):
        profile = profile_of(actor, "anna")
        assert len([tie.organisation.name for tie in profile.affiliations]) == count
        assert [item.name for item in profile.specialisms]


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("state", PersonState)
def test_a_profile_opens_for_exactly_those_who_may_see_the_person(audience, state):
    anna = make_person(handle="anna", audience=audience, state=state)
    fellow, other = make_person(), make_person()
    make_member(make_community(host=anna), person=fellow)
    make_community(host=other)
    for actor in (VISITOR, SYSTEM, actor_of(anna), actor_of(fellow), actor_of(other)):
        assert (profile_of(actor, "anna") is not None) == Person.objects.visible_to(actor).filter(pk=anna.pk).exists()


@pytest.mark.parametrize("audience", Audience)
def test_sections_open_for_exactly_those_they_are_meant_for(audience):
    closed = {f"audience_{section.value}": audience for section in Section}
    anna = make_person(handle="anna", audience=Audience.PUBLIC, **closed)
    label(anna, "weaving")
    affiliate(anna, make_organisation())
    Link.objects.create(person=anna, url="https://example.org/anna")
    Motivation.objects.create(person=anna, question=Question.HEART, text="x", html="x")
    fellow, other = make_person(), make_person()
    make_member(make_community(host=anna), person=fellow)
    for actor in (VISITOR, actor_of(anna), actor_of(fellow), actor_of(other)):
        profile = profile_of(actor, "anna")
        shown = Person.objects.showing(Section.STORY, actor).filter(pk=anna.pk).exists()
        assert profile.open == (set(Section) if shown else set())
        assert [
            bool(part) for part in (profile.specialisms, profile.affiliations, profile.links, profile.motivations)
        ] == [shown] * 4


def test_organisations_come_with_the_present_first_and_then_what_ended_last():
    anna = make_person(handle="anna")
    for name, begin, end in (
        ("Ended", date(2015, 1, 1), date(2018, 1, 1)),
        ("Now", date(2020, 1, 1), None),
        ("Ended later", None, date(2019, 6, 1)),
        ("Newest", date(2022, 1, 1), None),
        ("Always", None, None),
    ):
        affiliate(anna, make_organisation(name), started_on=begin, ended_on=end)
    shown = profile_of(actor_of(anna), "anna").affiliations
    assert [row.organisation.name for row in shown] == ["Newest", "Now", "Always", "Ended later", "Ended"]
    assert [row.pk for row in shown] == list(Affiliation.objects.filter(person=anna).values_list("pk", flat=True))
    assert shown[-1].ended_on == date(2018, 1, 1)


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


def test_people_are_found_by_handle_in_the_index_whatever_the_capitals():
    anna, bert = make_person(handle="anna"), make_person(handle="bert")
    make_person(handle="anna-2")
    assert set(Person.objects.called("ANNA", "bert", "nobody")) == {anna, bert}
    assert not Person.objects.called()
    assert "person_handle_unique" in Person.objects.called("anna").explain() or connection.vendor == "postgresql"
