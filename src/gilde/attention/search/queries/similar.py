"""Questions like the one that somebody is writing."""

from __future__ import annotations

from typing import Final

from gilde.attention.search.asking import Asked
from gilde.attention.search.backends import backend
from gilde.attention.search.models import SearchEntry
from gilde.attention.search.queries.plan import loose_words, plan
from gilde.attention.search.queries.score import most_promising, order, per_word
from gilde.attention.search.queries.search import Hit, shown
from gilde.core.actor import Actor
from gilde.dialogue.enums import ContributionKind

MOST: Final = 4
_LOOKED_AT: Final = 200
_MOST_WORDS: Final = 12
_ENOUGH: Final = 0.5  # of the words that say what it is about


def similar_questions(actor: Actor, title: str) -> list[Hit]:
    """At most four questions this reader may see that have at least half of the words of ``title``; the best first.

    Nothing before two words stand there: one word is like everything.
    """
    chosen = plan(actor, Asked(words=title.split()), kind=ContributionKind.QUESTION.value)
    words = loose_words(chosen)[:_MOST_WORDS]
    if len(words) < 2:
        return []
    once = dict.fromkeys(tokens for _word, tokens in words)
    holding = [backend().newest(chosen.match(groups=[tokens]), per_word(len(once))) for tokens in once]
    numbers = most_promising(holding, _LOOKED_AT)
    texts = []
    for pk, name, text, bag in SearchEntry.objects.filter(pk__in=numbers).values_list("pk", "title", "text", "bag"):
        tokens = set(bag.split())
        there = sum(not tokens.isdisjoint(wanted) for _word, wanted in words)
        if there >= max(2, len(words) * _ENOUGH):
            texts.append((pk, name, text, bag))
    hits = shown(actor, chosen, order(words, texts)[: MOST * 3])
    return [hit for hit in hits if not hit.folded][:MOST]
