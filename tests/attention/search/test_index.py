"""The index beneath the search, asked directly: the same answers on both databases, however the matches lie in time."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from gilde.attention.search.backends import Match, backend
from gilde.attention.search.models.entry import first_number

pytestmark = pytest.mark.django_db

_BEGIN = datetime(2016, 1, 1, tzinfo=UTC)
_WORDS = ("roos", "tulp", "iris", "aster", "linde", "vlier")


@pytest.fixture
def bags() -> dict[int, set[str]]:
    """Ten years of entries, the last weeks busy: of two words each, one of which was in season for a month; few are
    for everybody. In the last weeks nobody wrote of the aster."""
    draw = random.Random(11)
    made: dict[int, set[str]] = {}
    for day in range(0, 3650, 3):
        in_season = day in range(900, 930)
        busy = day > 3600
        known = [word for word in _WORDS if word != "aster"] if busy else _WORDS
        for _turn in range(12 if in_season or busy else 1):
            number = first_number(_BEGIN + timedelta(days=day, seconds=draw.randrange(80_000))) + draw.randrange(1000)
            words = {draw.choice(known), "roos" if in_season else draw.choice(known)}
            made[number] = words | {"a_public" if draw.random() < 0.02 else f"c_{draw.randrange(3)}"}
    backend().put([(number, " ".join(sorted(bag))) for number, bag in made.items()])
    return made


def _expected(bags: dict[int, set[str]], match: Match, most: int) -> list[int]:
    def fits(bag: set[str]) -> bool:
        groups = [*match.groups, *([match.readers] if match.readers is not None else [])]
        return all(not bag.isdisjoint(group) for group in groups) and bag.isdisjoint(match.without)

    below, from_ = match.below or 2**63, match.from_ or 0
    return sorted((one for one, bag in bags.items() if from_ <= one < below and fits(bag)), reverse=True)[:most]


@pytest.mark.parametrize(
    "groups", [[["roos"]], [["roos", "tulp"], ["iris"]], [["linde"], ["vlier", "aster"]], [["aster"]], [["none"]]]
)
def test_newest_answers_what_matches_from_the_newest_on(bags: dict[int, set[str]], groups: list[list[str]]) -> None:
    ends = first_number(_BEGIN + timedelta(days=1200))
    begins = first_number(_BEGIN + timedelta(days=850))
    limits = (None, None), (ends, None), (None, begins), (ends, begins), (first_number(_BEGIN), None)
    who = None, {"a_public"}, {"a_public", "c_1"}, {"a_public", "c_0", "c_1", "c_2"}, {"c_9"}
    for (below, from_), readers, without, most in product(limits, who, ((), ("aster",)), (1, 20, 400)):
        match = Match(groups, without, below, from_, readers)
        assert backend().newest(match, most) == _expected(bags, match, most), (match, most)


def test_pages_of_an_index_join_without_a_gap(bags: dict[int, set[str]]) -> None:
    match = Match([["roos", "iris"]], readers={"c_0", "a_public"})
    found: list[int] = []
    while page := backend().newest(Match(match.groups, (), found[-1] if found else None, None, match.readers), 7):
        found += page
    assert found == _expected(bags, match, 10_000)


def test_an_empty_index_answers_nothing() -> None:
    assert backend().newest(Match([["roos"]], readers={"a_public"}), 20) == []
    assert backend().newest(Match([["roos"]]), 20) == []
