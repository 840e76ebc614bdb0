"""Who wrote about the same thing, anywhere in one community."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from gilde.attention.search.backends import Match, backend
from gilde.attention.search.models import SearchEntry
from gilde.attention.search.queries.score import most_promising, per_word
from gilde.attention.search.stop import STOP
from gilde.attention.search.words import asked

_LOOKED_AT: Final = 200
_MOST_WORDS: Final = 12
_ENOUGH: Final = 0.5  # of the words that say what it is about


class Alike(NamedTuple):
    """A text that speaks of the same thing.

    Attributes:
        share: of the words that were sought, how many stand there; 0.5 to 1.
    """

    kind: str
    owner_id: int
    author_id: int
    share: float


def alike(community_id: int, title: str, *, kinds: Collection[str]) -> list[Alike]:
    """Texts of one community with at least half of the words of ``title``, the best first; for tasks, not for readers.

    Nothing before two words say what it is about: one word is like everything.

    Args:
        kinds: of things, such as ``dialogue.answer``.
    """
    words = [pair for pair in asked(title) if pair[0] not in STOP][:_MOST_WORDS]
    if len(words) < 2:
        return []
    once = dict.fromkeys(tokens for _word, tokens in words)
    holding = [backend().newest(Match([tokens, [f"in_{community_id}"]]), per_word(len(once))) for tokens in once]
    numbers = most_promising(holding, _LOOKED_AT)
    rows = SearchEntry.objects.filter(pk__in=numbers, community_id=community_id, kind__in=kinds, author_id__gt=0)
    found = []
    for kind, owner, author, bag in rows.values_list("kind", "owner_id", "author_id", "bag"):
        tokens = set(bag.split())
        there = sum(not tokens.isdisjoint(wanted) for _word, wanted in words)
        if there >= max(2, len(words) * _ENOUGH):
            found.append(Alike(kind, owner, author or 0, there / len(words)))
    return sorted(found, key=lambda one: (-one.share, -one.owner_id))
