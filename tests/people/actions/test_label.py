"""Labels: several, equal, and shared."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from tests.factories.people import actor_of, make_person

from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.people.actions.label import change_labels, label_slug
from gilde.people.enums import LabelKind, Verb
from gilde.people.models import Label


def put(person, *names, kind=LabelKind.SPECIALISM, audience=Audience.MEMBERS):
    return change_labels(actor=actor_of(person), kind=kind, names=names, audience=audience)


def names(person):
    return [row.label.name for row in person.labels.select_related("label")]


def test_labels_are_kept_in_the_order_given():
    anna = make_person()
    put(anna, "zeta", "Alpha", "mid")
    assert names(anna) == ["zeta", "Alpha", "mid"]


def test_the_same_word_of_two_people_is_one_label_with_the_first_spelling():
    anna, bob = make_person(), make_person()
    put(anna, "Wound care")
    put(bob, "WOUND  CARE")
    assert Label.objects.count() == 1
    assert names(bob) == ["Wound care"]


def test_one_word_twice_counts_once():
    anna = make_person()
    put(anna, "care", "Care", "cáre")
    assert names(anna) == ["care"]


def test_words_in_another_script_are_labels_too():
    anna = make_person()
    put(anna, "護理", "教学")
    assert names(anna) == ["護理", "教学"]


def test_words_that_differ_in_a_sign_are_labels_of_their_own():
    anna, bob = make_person(), make_person()
    put(anna, "C", "C#", "C++", "日本語 C")
    put(bob, "c++")
    assert names(anna) == ["C", "C#", "C++", "日本語 C"]
    assert names(bob) == ["C++"]


def test_labels_from_before_get_the_keys_that_words_have_now():
    with_new_keys = import_module("gilde.people.migrations.0009_words_apart").with_new_keys
    Label.objects.create(kind="specialism", slug="c", name="C#")
    Label.objects.create(kind="specialism", slug="護理", name="護理")
    Label.objects.create(kind="language", slug="nl", name="Nederlands")
    with_new_keys(apps, None)
    assert set(Label.objects.filter(kind="specialism").values_list("slug", flat=True)) == {
        label_slug("C#"),
        label_slug("護理"),
    }
    assert Label.objects.filter(kind="language").get().slug == "nl"


def test_what_is_left_out_goes_and_the_rest_moves_up():
    anna = make_person()
    put(anna, "a", "b", "c")
    put(anna, "c", "a")
    assert names(anna) == ["c", "a"]


def test_a_kind_leaves_the_other_kinds_alone():
    anna = make_person()
    put(anna, "care")
    put(anna, "sailing", kind=LabelKind.HOBBY)
    put(anna, kind=LabelKind.HOBBY)
    assert names(anna) == ["care"]


def test_languages_come_by_their_code_and_are_kept_under_their_own_name():
    anna = make_person()
    put(anna, "fy", "nl", kind=LabelKind.LANGUAGE)
    assert names(anna) == ["Frysk", "Nederlands"]


def test_the_audience_alone_is_a_change_and_the_same_again_is_none():
    anna = make_person()
    put(anna, "care")
    put(anna, "care", audience=Audience.ME)
    put(anna, "care", audience=Audience.ME)
    anna.refresh_from_db()
    assert anna.audience_specialisms == Audience.ME
    assert Activity.objects.filter(verb=Verb.PROFILE_CHANGED).count() == 2


@pytest.mark.parametrize("count", [1, 15])
def test_many_labels_cost_as_many_queries_as_one(count, django_assert_max_num_queries):
    anna = make_person()
    with django_assert_max_num_queries(12):
        put(anna, *[f"label {number}" for number in range(count)])
