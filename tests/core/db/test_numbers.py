"""Numbers of any size make one prepared statement on PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import F
from tests.factories.people import make_person

from gilde.core.db.rows import fetch
from gilde.people.models import Follow, Person

ASKED = "SELECT id FROM people_person WHERE id IN (%s, %s, %s) AND id > %s -- numbers of many sizes"
pytestmark = pytest.mark.django_db


def test_small_and_large_ids_are_asked_for_with_one_statement() -> None:
    for numbers in ([1, 2, 3, 4], [1, 40_000, 3, 4], [70_000, 2, 2**30, -1], [-40_000, 1, 2, 99_999]):
        for _twice in range(2):
            assert fetch(ASKED, numbers) == []
    if connection.vendor == "postgresql":
        held = fetch("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%of many sizes'")
        assert held == [(1,)]


@pytest.mark.parametrize("number", [0, -1, 2**15, -(2**31), 2**31 - 1, 2**31, -(2**63), 2**63 - 1])
def test_numbers_of_every_size_come_back_as_they_went(number: int) -> None:
    assert fetch("SELECT %s", [number]) == [(number,)]


def test_any_number_of_numbers_is_asked_for_with_one_statement() -> None:
    people = [make_person() for _ in range(6)]
    Follow.objects.bulk_create([Follow(follower=people[0], followed=other) for other in people[1:]])
    numbers = [person.pk for person in people]
    for many in range(7):
        wanted = numbers[:many]
        assert sorted(Person.objects.filter(pk__in=wanted).values_list("pk", flat=True)) == wanted
        assert set(Person.objects.filter(pk__in=[*wanted, *wanted])) == set(people[:many])
        found = Follow.objects.filter(followed__in=people[:many]).values_list("followed_id", flat=True)
        assert sorted(found) == wanted[1:]
        left = Person.objects.filter(pk__in=numbers).exclude(pk__in=wanted).values_list("pk", flat=True)
        assert sorted(left) == numbers[many:]
    texts = {str(Person.objects.filter(pk__in=numbers[:many]).query) for many in (2, 4, 6)}
    assert len(texts) == 3  # with their values
    if connection.vendor == "postgresql":
        said = {Person.objects.filter(pk__in=numbers[:many]).query.sql_with_params()[0] for many in (2, 4, 6)}
        assert len(said) == 1
        assert "= ANY(%s::bigint[])" in said.pop()
        assert "IN (%s)" in Person.objects.filter(pk__in=numbers[:1]).query.sql_with_params()[0]


def test_numbers_among_others_are_asked_for_as_django_does() -> None:
    person = make_person()
    assert list(Person.objects.filter(pk__in=[None, person.pk])) == [person]
    assert list(Person.objects.filter(pk__in=[F("pk"), person.pk])) == [person]
    assert list(Person.objects.filter(pk__in=Person.objects.filter(pk=person.pk))) == [person]
    assert list(Person.objects.filter(pk__in=[str(person.pk), person.pk + 1])) == [person]
    assert list(Person.objects.filter(name__in=[person.name, "Nobody Here"])) == [person]
    assert not Person.objects.filter(pk__in=[]).exists()
    assert not Person.objects.filter(pk__in=[-(2**63), 2**63 - 1]).exists()
