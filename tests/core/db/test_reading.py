"""A statement that is made once gives the rows of its query, for whatever numbers it is asked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from tests.factories.people import make_person

from gilde.core.db import reading
from gilde.core.db.reading import ByNumber, prepared, remembering
from gilde.core.models import Activity
from gilde.people.models import Follow, Person

pytestmark = pytest.mark.django_db


def _between(first: int, second: int) -> QuerySet[Any, Any]:
    found = Follow.objects.filter(Q(follower=first, followed=second) | Q(follower=second, followed=first))
    return found.order_by("pk").values_list("follower_id", flat=True)


def test_it_finds_what_its_query_finds_each_time_with_other_numbers() -> None:
    ask = prepared(_between)
    one, two, three = (make_person() for _ in range(3))
    Follow.objects.create(follower=one, followed=two)
    Follow.objects.create(follower=two, followed=one)
    Follow.objects.create(follower=three, followed=one)
    for pair in [(one, two), (two, one), (one, three), (two, three)]:
        numbers = pair[0].pk, pair[1].pk
        assert ask(*numbers) == list(_between(*numbers))
    assert ask(one.pk, two.pk) == [one.pk, two.pk]


def test_django_makes_the_statement_once() -> None:
    made: list[int] = []

    def of(person: int) -> QuerySet[Any, Any]:
        made.append(person)
        return Follow.objects.filter(follower=person).values_list("followed_id", flat=True)

    ask = prepared(of)
    with CaptureQueriesContext(connection) as queries:
        assert [ask(number) for number in (1, 2, 3)] == [[], [], []]
    assert len(made) == 1
    assert len(queries) == 3


def test_numbers_of_every_size_are_taken() -> None:
    """psycopg has a kind of its own for each size of number."""
    person = make_person()
    ask = prepared(
        lambda number, audience: Person.objects.filter(
            pk=number, audience__lt=audience, follower_count__lt=audience
        ).values_list("pk", flat=True)
    )
    assert ask(person.pk, 1000) == [person.pk]
    assert ask(person.pk, 0) == []


def test_a_word_in_the_query_stays_what_it_is() -> None:
    person = make_person(name="Sanne")
    ask = prepared(lambda number: Person.objects.filter(pk=number, name="Sanne").values_list("name", flat=True))
    assert ask(person.pk) == ["Sanne"]
    assert ask(make_person(name="Joris").pk) == []


def test_several_columns_come_as_tuples() -> None:
    person = make_person(name="Sanne")
    ask = prepared(lambda number: Person.objects.filter(pk=number).values_list("pk", "name"))
    assert ask(person.pk) == [(person.pk, "Sanne")]


def test_a_collection_finds_the_rows_of_each_of_its_numbers_once() -> None:
    people = [make_person().pk for _ in range(7)]
    ask = prepared(
        lambda numbers, but: (
            Person.objects.filter(pk__in=numbers, pk__gt=but).order_by("pk").values_list("pk", flat=True)
        )
    )
    for many in range(len(people) + 1):
        assert ask(set(people[:many]), 0) == people[:many]
    assert ask(people, people[2]) == people[3:]
    assert ask(people[:2], people[2]) == []


def test_a_collection_of_any_length_is_asked_for_in_parts_by_few_statements(monkeypatch) -> None:
    monkeypatch.setattr(reading, "_MOST", 4)
    people = [make_person() for _ in range(3)]
    for one in people:
        for other in people:
            if one != other:
                Follow.objects.create(follower=one, followed=other)
    made: list[int] = []

    def between(first: list[int], second: list[int]) -> QuerySet[Any, Any]:
        made.append(len(first))
        return Follow.objects.filter(follower__in=first, followed__in=second).values_list("follower_id", "followed_id")

    ask = prepared(between)
    numbers = [row.pk for row in people]
    everybody = [*numbers, *range(900_001, 900_008)]  # ten, so 4 and 4 and 2
    with CaptureQueriesContext(connection) as queries:
        found = ask(everybody, everybody)
    assert sorted(found) == sorted((one, other) for one in numbers for other in numbers if one != other)
    assert len(queries) == 9
    assert len(made) == 4


def test_what_needs_conversion_is_refused() -> None:
    with pytest.raises(TypeError, match="plain columns"):
        prepared(lambda number: Activity.objects.filter(pk=number).values_list("data", flat=True))(1)
    with pytest.raises(TypeError, match="each number as it is"):
        prepared(lambda number: Person.objects.filter(pk=number + 1).values_list("pk", flat=True))(1)


def test_of_many_things_it_is_asked_together_and_each_answer_is_kept_for_the_block() -> None:
    asked: list[list[int]] = []

    @ByNumber
    def followed_by(people: Collection[int]) -> list[tuple[int, int]]:
        asked.append(sorted(people))
        return list(Follow.objects.filter(follower__in=people).order_by("pk").values_list("follower_id", "followed_id"))

    one, two, three = (make_person() for _ in range(3))
    Follow.objects.create(follower=one, followed=two)
    Follow.objects.create(follower=one, followed=three)
    Follow.objects.create(follower=two, followed=three)
    assert followed_by(one.pk) == [two.pk, three.pk]
    with remembering():
        followed_by.ahead([one.pk, two.pk])
        assert followed_by(one.pk) == [two.pk, three.pk]
        assert followed_by(two.pk) == [three.pk]
        assert followed_by(three.pk) == []
        followed_by.ahead([one.pk, three.pk])  # all known
        assert followed_by(three.pk) == []
    Follow.objects.all().delete()
    assert followed_by(one.pk) == []
    assert asked == [[one.pk], sorted([one.pk, two.pk]), [three.pk], [one.pk]]


def test_rows_of_several_columns_come_without_the_number_they_belong_to() -> None:
    one, two = make_person(), make_person()
    names = ByNumber(lambda people: Person.objects.filter(pk__in=people).values_list("pk", "name", "handle"))
    assert names(two.pk) == [(two.name, two.handle)]
    assert names(one.pk) == [(one.name, one.handle)]


def test_reading_ahead_needs_a_block_that_remembers() -> None:
    with pytest.raises(LookupError, match="remembered"):
        ByNumber(lambda _people: []).ahead([1])
