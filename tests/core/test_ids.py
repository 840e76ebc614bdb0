import pytest
from hypothesis import given
from hypothesis import strategies as st

from gilde.core.ids import slug, token


@pytest.mark.parametrize(("text", "expected"), [
    ("Leren van elkaar", "leren-van-elkaar"), ("Één café, twee cafés!", "een-cafe-twee-cafes"),
    ("Straße & Øl", "strasse-ol"),
    ("  --  ", "x"), ("日本語", "x"), ("", "x"), ("C++ 17", "c-17"),
])  # fmt: skip
def test_a_title_becomes_part_of_an_address(text, expected):
    assert slug(text) == expected


def test_a_long_title_is_cut_at_a_word():
    assert slug("een heel lange titel " * 10) == "een-heel-lange-titel-een-heel-lange-titel-een-heel-lange"
    assert len(slug("x" * 500)) == 60


@given(st.text(max_size=300))
def test_a_slug_is_never_empty_nor_odd(text):
    made = slug(text)
    assert 0 < len(made) <= 60
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-")
    assert not made.endswith("-")


def test_tokens_are_long_and_differ():
    made = {token() for _ in range(100)}
    assert len(made) == 100
    assert {len(one) for one in made} == {22}
