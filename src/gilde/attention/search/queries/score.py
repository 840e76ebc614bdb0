"""Best match: how well a text answers, judged over at most a thousand candidates, the same on both databases.

BM25 over the candidates: a word that few of them have weighs more, a text that repeats it gains ever less, a long text
is no better for being long. A word in the title and the very form that was typed weigh extra; of equals the newest.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from itertools import accumulate
from typing import Final

from gilde.attention.search.backends import backend
from gilde.attention.search.models import SearchEntry
from gilde.attention.search.queries.plan import Plan
from gilde.attention.search.words import fold, stems, words

Sought = Sequence[tuple[str, tuple[str, ...]]]

_K1: Final = 1.2
_B: Final = 0.75
_TITLE: Final = 0.25  # of the weight of the word, for each word in the title
_EXACT: Final = 0.15  # for the form that was typed
_PART: Final = 0.5  # how often a word counts that stands there only inside a longer one
PER_WORD: Final = 5_000
ALL_WORDS: Final = 20_000
_CLOSELY: Final = 150  # texts whose words are looked at one by one; the others keep the order of a glance
_PROMISING: Final = 300  # and so many of those that have some of the words
_LOOKED_AT: Final = 4_000  # characters of a text


def best_first(plan: Plan, sought: Sought, numbers: Collection[int], *, promising: bool = False) -> list[int]:
    """The numbers, best first; only those in which exact texts stand as they were asked.

    Args:
        promising: the numbers come with the most promising ones first (:func:`most_promising`), which says more than
            a glance: how rare the words are that a text has.
    """
    found = {text[0]: text for text in backend().texts(numbers) if plan.allows(text[1], text[2])}
    texts = [found[number] for number in numbers if number in found]
    looked, rest = closely(sought, texts, promising=promising)
    bags = dict(SearchEntry.objects.filter(pk__in=[text[0] for text in looked]).values_list("pk", "bag"))
    return [*order(sought, [(*text, bags.get(text[0], "")) for text in looked]), *rest]


def closely(
    sought: Sought, texts: list[tuple[int, str, str]], *, promising: bool = False
) -> tuple[list[tuple[int, str, str]], list[int]]:
    """The texts whose words are worth looking at one by one, and the numbers of the others, best first by a glance."""
    most = _PROMISING if promising else _CLOSELY
    if len(texts) <= most:
        return texts, []
    if promising:
        return texts[:most], [text[0] for text in texts[most:]]
    ranked = sorted(zip(_glance(sought, texts), texts, strict=True), reverse=True)
    return [text for _key, text in ranked[:most]], [text[0] for _key, text in ranked[most:]]


def _glance(sought: Sought, texts: Sequence[tuple[int, str, str]]) -> list[tuple[float, int]]:
    """How promising each text is, by how often the beginnings of words stand there; no word is looked at.

    All texts are looked through as one, because a thousand times a few steps of Python is what costs.
    """
    beginnings = list({word[: max(len(word) - 2, 3)] for word, _tokens in sought})
    counted = [0] * len(texts)
    for place, one in _standing(beginnings, [body[:_LOOKED_AT] for _pk, _title, body in texts]).items():
        counted[place[0]] += min(one, 5)
    for place in _standing(beginnings, [title for _pk, title, _body in texts]):
        counted[place[0]] += 2
    return [
        (many / (1 + min(len(text[2]), _LOOKED_AT) / 500), text[0]) for many, text in zip(counted, texts, strict=True)
    ]


def _standing(beginnings: Sequence[str], texts: Sequence[str]) -> dict[tuple[int, str], int]:
    """Which beginning stands in which text how often: (place of the text, beginning) → times."""
    small = [text.lower() for text in texts]
    ends = list(accumulate(len(text) + 1 for text in small))
    whole = "\0".join(small)
    times: dict[tuple[int, str], int] = defaultdict(int)
    for one in beginnings:
        at, place = whole.find(one), 0
        while at >= 0:
            place = bisect_right(ends, at, place)
            times[place, one] += 1
            at = whole.find(one, at + len(one))
    return times


def per_word(words: int) -> int:
    """Of how many of the newest texts to ask the numbers for each of so many words: never more than 20,000 together."""
    return min(PER_WORD, ALL_WORDS // max(words, 1))


def most_promising(holding: Sequence[Sequence[int]], most: int) -> list[int]:
    """Of the texts that have some of the words, the numbers of those that are worth a look.

    Args:
        holding: for each word the numbers of the newest texts that have it, at most :data:`PER_WORD`.
        most: how many to look at.
    """
    promise: dict[int, float] = defaultdict(float)
    for numbers in holding:
        weight = math.log(1 + PER_WORD / max(len(numbers), 1))
        for number in numbers:
            promise[number] += weight
    return heapq.nlargest(most, promise, key=lambda number: (promise[number], number))


def order(sought: Sought, texts: Sequence[tuple[int, str, str, str]]) -> list[int]:
    """``texts`` are (number, title, text, bag); the numbers, best first."""
    if not sought:
        return sorted((text[0] for text in texts), reverse=True)
    wanted: dict[str, int] = {}
    typed: dict[str, int] = {}
    asked: Counter[int] = Counter()  # a word that was asked for twice, in whatever form, weighs twice
    for place, (word, tokens) in enumerate(sought):
        same = next((wanted[token] for token in tokens if token in wanted), place)
        wanted |= dict.fromkeys(tokens, same)
        typed[fold(word)] = same
        asked[same] += 1
    look = _looker(wanted, typed)
    looked = [look(*text) for text in texts]
    average = sum(length for _pk, length, _tf, _extra in looked) / max(len(looked), 1) or 1.0
    there = Counter(place for _pk, _length, tf, _extra in looked for place in tf)
    weight = {
        place: asked[place] * (math.log(1 + (len(looked) - count + 0.5) / (count + 0.5)) + 0.05)
        for place, count in there.items()
    }
    scored = []
    for pk, length, tf, extra in looked:
        score = 0.0
        for place, times in tf.items():
            score += weight[place] * times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * length / average))
            score += weight[place] * extra.get(place, 0.0)
        scored.append((score, pk))
    return [pk for _score, pk in sorted(scored, reverse=True)]


Look = Callable[[int, str, str, str], tuple[int, int, dict[int, float], dict[int, float]]]


def _looker(wanted: dict[str, int], typed: dict[str, int]) -> Look:
    """What looks how often each sought word stands in a text, and what it gains beside.

    It remembers which words are sought in which place: most words of a text were in the one before.
    """
    known: dict[str, tuple[int, ...]] = {}
    keys, every = wanted.keys(), set(wanted.values())

    def look(pk: int, title: str, text: str, bag: str) -> tuple[int, int, dict[int, float], dict[int, float]]:
        times: dict[int, float] = defaultdict(float)
        extra: dict[int, float] = defaultdict(float)
        length = 0
        for in_title, part in ((True, title), (False, text[:_LOOKED_AT])):
            for word in words(part):
                length += 1
                places = known.get(word)
                if places is None:
                    tokens = stems(word)
                    if not keys.isdisjoint(tokens):
                        places = tuple({wanted[token] for token in tokens if token in wanted})
                    known[word] = places = places or ()
                if not places:
                    continue
                for place in places:
                    times[place] += 1
                    if in_title:
                        extra[place] = max(extra[place], _TITLE)
                exact = typed.get(fold(word))
                if exact is not None and exact in times:
                    extra[exact] += _EXACT if extra[exact] in {0.0, _TITLE} else 0.0
        if len(times) < len(every):
            for token in keys & bag.split():
                if wanted[token] not in times:  # inside a compound, or beyond what was looked at
                    times[wanted[token]] = _PART
        return pk, length, times, extra

    return look
