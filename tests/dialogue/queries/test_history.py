from __future__ import annotations

import random
import time

import pytest

from gilde.dialogue.queries.history import Piece, compare


def both(pieces: list[Piece]) -> tuple[str, str]:
    return (
        "".join(piece.text for piece in pieces if piece.change != "in"),
        "".join(piece.text for piece in pieces if piece.change != "out"),
    )


def test_words_are_compared_not_letters() -> None:
    assert compare("We planned by postcode.", "We planned by hand.") == [
        Piece("same", "We planned by "),
        Piece("out", "postcode"),
        Piece("in", "hand"),
        Piece("same", "."),
    ]


def test_several_new_words_in_a_row_are_one_change() -> None:
    pieces = compare("the visits by postcode", "the routes with people")
    assert [piece.change for piece in pieces] == ["same", "out", "in"]


def test_the_pieces_add_up_to_both_texts() -> None:
    letters = random.Random(4)
    for _ in range(2000):
        old, new = ("".join(letters.choice("ab .\n") for _ in range(letters.randrange(25))) for _ in range(2))
        assert both(compare(old, new)) == (old, new)


def test_a_long_stretch_that_stayed_is_shortened() -> None:
    same = "word " * 400
    pieces = compare(f"begin {same} end", f"start {same} stop")
    assert "gap" in [piece.change for piece in pieces]
    assert sum(len(piece.text) for piece in pieces) < 500


@pytest.mark.parametrize("size", [1_000, 15_000])
def test_nothing_makes_a_comparison_slow(size: int) -> None:
    chance = random.Random(7)
    words = [f"w{number}" for number in range(120)]
    texts = [
        ("a b " * size, "b a " * size),
        ("." * size * 4, "," * size * 4),
        (" ".join(chance.choice(words) for _ in range(size)), " ".join(chance.choice(words) for _ in range(size))),
        ("line\n" * size, "other\nline\n" * size),
    ]
    begin = time.process_time()
    for old, new in texts:
        assert compare(old, new)
    assert time.process_time() - begin < 4
