"""Numbers of any size make one prepared statement on PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import connection

from gilde.core.db.rows import fetch

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
