"""What hand-written SQL is made of."""

from __future__ import annotations

import pytest
from tests.factories.people import make_person

from gilde.core.db.rows import Columns, among, fetch
from gilde.people.enums import PersonState
from gilde.people.models import Person


@pytest.mark.parametrize(("many", "marks"), [(1, 1), (2, 2), (3, 4), (4, 4), (5, 8), (8, 8), (9, 16), (100, 128)])
def test_numbers_stand_in_a_list_whose_length_is_a_power_of_two(many, marks):
    sql, values = among(range(1, many + 1))
    assert sql.count("%s") == len(values) == marks
    assert set(values) == set(range(1, many + 1))


def test_among_no_numbers_there_is_nothing():
    assert among([]) == ("NULL", [])


@pytest.mark.django_db
def test_a_row_made_of_raw_columns_is_the_row_that_django_reads():
    person = make_person("Anna Visser")
    every = Columns(Person, "p")
    [raw] = fetch(f"SELECT {every.sql} FROM people_person p WHERE p.id = %s", [person.pk])
    short, plain = every.made(raw), Person.objects.get(pk=person.pk)
    assert {name: getattr(short, name) for name in every.names} == {name: getattr(plain, name) for name in every.names}
    assert (short == plain, short._state.adding, short._state.db) == (True, False, plain._state.db)
    short.headline = "Gardener"
    short.save(update_fields=["headline"])
    assert Person.objects.get(pk=person.pk).headline == "Gardener"


@pytest.mark.django_db
def test_a_column_left_out_is_read_when_it_is_asked_for():
    person = make_person("Anna Visser")
    few = Columns(Person, "p", "id name")
    [raw] = fetch(f"SELECT {few.sql} FROM people_person p WHERE p.id = %s", [person.pk])
    row = few.made(raw)
    assert row.get_deferred_fields() >= {"handle", "headline"}
    assert row.handle == person.handle


@pytest.mark.django_db
def test_somebody_who_left_is_called_so_however_they_are_read():
    person = make_person("Anna Visser")
    Person.objects.filter(pk=person.pk).update(state=PersonState.ERASED)
    columns = Columns(Person, "p", "id name state")
    [raw] = fetch(f"SELECT {columns.sql} FROM people_person p WHERE p.id = %s", [person.pk])
    assert columns.made(raw).name == Person.objects.get(pk=person.pk).name == "Former member"


def test_a_model_that_makes_its_rows_in_its_own_way_is_not_passed_by(monkeypatch):
    monkeypatch.setattr(Person, "__init__", lambda self, *args: None)
    with pytest.raises(TypeError, match="Person has its own __init__"):
        Columns(Person, "p")
