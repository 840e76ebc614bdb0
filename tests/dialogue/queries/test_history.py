from __future__ import annotations

import random
import time

import pytest
from tests.factories.dialogue import make_contribution

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.dialogue.actions.contribution import ContributionText, edit
from gilde.dialogue.models import Contribution, Revision
from gilde.dialogue.queries.history import Piece, compare, history


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


@pytest.mark.parametrize(
    ("old", "new", "out", "come"),
    [
        ("I am a 👩‍💻 now", "I am a 👩‍🔬 now", "👩‍💻", "👩‍🔬"),
        ("well 👍🏽!", "well 👍🏿!", "👍🏽", "👍🏿"),
        ("from 🇳🇱 here", "from 🇳🇴 here", "🇳🇱", "🇳🇴"),
        ("यह हिन्दी है", "यह हिन्दू है", "हिन्दी", "हिन्दू"),
        ("היום שָׁלוֹם לך", "היום שָׁלֵם לך", "שָׁלוֹם", "שָׁלֵם"),
        ("heart ❤️ you", "heart ❤ you", "❤️", "❤"),
        ("x̣̄ is", "ẍ is", "x̣̄", "ẍ"),
    ],
)
def test_what_one_reads_as_one_sign_is_not_parted(old: str, new: str, out: str, come: str) -> None:
    pieces = compare(old, new)
    assert both(pieces) == (old, new)
    assert [piece.text for piece in pieces if piece.change == "out"] == [out]
    assert [piece.text for piece in pieces if piece.change == "in"] == [come]


def test_a_long_stretch_is_shortened_between_two_words() -> None:
    same = [f"number{number}" for number in range(1000, 1300)]
    pieces = compare(f"begin {' '.join(same)} end", f"start {' '.join(same)} stop")
    words = [word for piece in pieces if piece.change == "same" for word in piece.text.split()]
    assert [piece.change for piece in pieces] == ["out", "in", "same", "gap", "same", "out", "in"]
    assert set(words) < set(same)


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


def changes(actor: Actor, row: Contribution) -> list[dict[str, str]]:
    """By version, newest first, the parts that it changed."""
    return [
        {
            part.label: "".join(f"{piece.change}:{piece.text} " for piece in part.pieces).strip()
            for part in version.parts
        }
        for version in history(actor, Contribution.objects.get(pk=row.pk)).versions
    ]


def test_the_last_line_and_tags_have_their_versions_too(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place, "One map", body="Draw it.", brought_us="An hour", tags=["planning"])
    for gain, tags in (
        ("A morning", ["planning"]),
        ("A morning", ["planning", "maps"]),
        ("A morning", ["planning", "maps"]),
    ):
        text = ContributionText("One map", "Draw it.", fields=row.fields, brought_us=gain, tags=tags)
        edit(actor=anna, contribution=row, text=text)
    assert Revision.objects.count() == 2
    assert changes(anna, row)[:2] == [
        {"Tags": "same:planning in:, maps"},
        {"What we gained": "out:An hour in:A morning"},
    ]
    first = changes(anna, row)[2]
    assert (first["What we gained"], first["Tags"]) == ("same:An hour", "same:planning")


def test_what_an_older_version_did_not_keep_is_no_change(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place, "One map", body="Draw it.", brought_me="Rest", tags=["planning"])
    Revision.objects.create(contribution=row, editor_id=anna.person_id, title="A map", body="Draw it.")
    newest, first = changes(anna, row)
    assert len(newest) == 1
    assert "What I gained" not in first
