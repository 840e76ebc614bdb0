"""What hand-written SQL is made of."""

from __future__ import annotations

import pytest

from gilde.core.db.rows import among


@pytest.mark.parametrize(("many", "marks"), [(1, 1), (2, 2), (3, 4), (4, 4), (5, 8), (8, 8), (9, 16), (100, 128)])
def test_numbers_stand_in_a_list_whose_length_is_a_power_of_two(many, marks):
    sql, values = among(range(1, many + 1))
    assert sql.count("%s") == len(values) == marks
    assert set(values) == set(range(1, many + 1))


def test_among_no_numbers_there_is_nothing():
    assert among([]) == ("NULL", [])
