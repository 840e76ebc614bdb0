"""Which words of a text are marked, and which part of it is shown."""

from __future__ import annotations

import pytest

from gilde.attention.search.snippet import pieces
from gilde.attention.search.words import beginnings, stems


def _marked(text: str, *sought: str) -> list[str]:
    tokens = frozenset(token for word in sought for token in stems(word))
    found = pieces(text, tokens)
    assert "".join(piece.text for piece in found) == text
    return [piece.text for piece in found if piece.hit]


@pytest.mark.parametrize(
    ("text", "sought", "marked"),
    [
        ("Wij lopen; hij loopt, hij is gelopen en afgelopen.", "loop", ["lopen", "loopt", "gelopen", "afgelopen"]),
        ("De oplossing werd zo opgelost.", "oplossen", ["oplossing", "opgelost"]),
        ("Een oog, twee ogen, Ogen.", "oog", ["oog", "ogen", "Ogen"]),
        ("De leden van een lid.", "lid", ["leden", "lid"]),
        ("Eén geleefd leven.", "leef", ["geleefd", "leven"]),
        ("She is trying what others tried, using a thing they use.", "try", ["trying", "tried"]),
        ("She is trying what others tried, using a thing they use.", "use", ["using", "use"]),
        ("Onze vakscholen, jullie school en de schooldag.", "school", ["vakscholen", "school", "schooldag"]),
        ("De auto's bij deze auto’s.", "auto", ["auto's", "auto’s"]),
        ("Poëzie en poezie, İstanbul en istanbul: ΛΌΓΟΣ.", "poezie", ["Poëzie", "poezie"]),
        ("Poëzie en poezie, İstanbul en istanbul: ΛΌΓΟΣ.", "λόγος", ["ΛΌΓΟΣ"]),
        ("In 2026, niet in 20261.", "2026", ["2026"]),
        ("Elke kans: mensen en kansen, nog een mens.", "kans", ["kans", "kansen"]),
        ("Elke kans: mensen en kansen, nog een mens.", "mensen", ["mensen", "mens"]),
        ("Niets hiervan.", "", []),
    ],
)
def test_every_form_of_a_word_is_marked(text: str, sought: str, marked: list[str]) -> None:
    assert _marked(text, sought) == marked


_PAIRS = """
    fiets fietsen, kans kansen, proces processen, mens mensen, wens wensen, grens grenzen, plaats plaatsen,
    adres adressen, succes successen, congres congressen, werkplaats werkplaatsen,
    beurs beurzen, prijs prijzen, les lessen, kind kinderen
"""


@pytest.mark.parametrize("both", _PAIRS.split(","))
def test_one_and_several_are_found_by_each_other(both: str) -> None:
    one, several = both.split()
    assert set(stems(one)) & set(stems(several))
    for stem in {*stems(one), *stems(several)}:
        starts = tuple(beginnings(stem.removeprefix("e_")))
        assert one.startswith(starts)
        assert several.startswith(starts)


def test_words_with_every_kind_of_stem_are_looked_at() -> None:
    """What a word begins with follows from its stem, however the stem is written."""
    for word in "gebouwd opgelost lopen ogen leven huizen leden steden kinderen using dying gehele algemene".split():
        for stem in stems(word):
            starts = {start for one in beginnings(stem.removeprefix("e_")) for start in (one, f"ge{one}")}
            assert word.startswith(tuple(starts)), (word, stem)


def test_the_part_with_most_of_the_words_is_shown() -> None:
    text = "Vooraf. " * 40 + "Hier staan ronde en ambitie bij elkaar. " + "Achteraf. " * 40
    found = pieces(text, frozenset({*stems("ronde"), *stems("ambitie")}), around=True)
    assert [piece.text for piece in found if piece.hit] == ["ronde", "ambitie"]
    assert found[0].text == "… "
    assert found[-1].text == " …"
    assert sum(len(piece.text) for piece in found) <= 230
