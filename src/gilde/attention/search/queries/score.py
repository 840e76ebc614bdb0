"""Best match: how well a text answers, judged over some hundreds of candidates, the same on both databases.

BM25 over the candidates: a word that few of them have weighs more, a text that repeats it gains ever less, a long text
is no better for being long. A word in the title and the very form that was typed weigh extra; of equals the newest.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import accumulate
from typing import Final, TypeAlias

from gilde.attention.search.backends import backend
from gilde.attention.search.models import SearchEntry
from gilde.attention.search.queries.plan import Plan
from gilde.attention.search.words import WORD, fold, stems, words

Sought = Sequence[tuple[str, tuple[str, ...]]]
_Looked: TypeAlias = tuple[int, int, dict[int, float], dict[int, float]]

_K1: Final = 1.2
_B: Final = 0.75
_TITLE: Final = 0.25  # of the weight of the word, for each word in the title
_EXACT: Final = 0.15  # for the form that was typed
_PART: Final = 0.5  # how often a word counts that stands there only inside a longer one
PER_WORD: Final = 5_000
ALL_WORDS: Final = 20_000
PROMISING: Final = 300  # texts with some of the words whose words are looked at one by one; the others stay in order
_LOOKED_AT: Final = 4_000  # characters of a text


def best_first(plan: Plan, sought: Sought, numbers: Collection[int], *, promising: bool = False) -> list[int]:
    """The numbers, best first; only those in which exact texts stand as they were asked.

    Args:
        promising: the numbers come with the most promising ones first (:func:`most_promising`) and have some of the
            words; otherwise they have all of them.
    """
    found = {text[0]: text for text in backend().texts(numbers) if plan.allows(text[1], text[2])}
    texts = [found[number] for number in numbers if number in found]
    if not promising:
        return order_whole(sought, texts)
    looked, rest = texts[:PROMISING], [text[0] for text in texts[PROMISING:]]
    bags = dict(SearchEntry.objects.filter(pk__in=[text[0] for text in looked]).values_list("pk", "bag"))
    return [*order(sought, [(*text, bags.get(text[0], "")) for text in looked]), *rest]


def order_whole(sought: Sought, texts: Sequence[tuple[int, str, str]]) -> list[int]:
    """The numbers of texts that have all the words, best first, by the measure of :func:`order`.

    A word that the index found and that does not begin like what was typed is inside a compound or another form: it
    counts for half, as there. So only the words that begin so are looked at, in all texts at once: a thousand times a
    few steps of Python is what costs.
    """
    if not sought:
        return sorted((text[0] for text in texts), reverse=True)
    wanted, typed, asked = _places(sought)
    beginnings = {word[: max(len(word) - 2, 3)] for word, _tokens in sought}
    meant: dict[str, frozenset[int]] = {}  # which sought words a word is; remembered over all texts
    bodies = _standing(beginnings, wanted, [text[2][:_LOOKED_AT] for text in texts], meant)
    heads = _standing(beginnings, wanted, [text[1] for text in texts], meant)
    exactly = {word: typed[fold(word)] for word in meant if fold(word) in typed}
    every = dict.fromkeys(wanted.values(), _PART)
    looked = []
    for at, (pk, title, body) in enumerate(texts):
        times: dict[int, float] = every.copy()
        extra: dict[int, float] = {}
        for in_title, there in ((True, heads.get(at)), (False, bodies.get(at))):
            for word, many in (there or {}).items():
                for place in meant[word]:
                    times[place] = many + (times[place] if times[place] != _PART else 0.0)
                    if in_title:
                        extra[place] = max(extra.get(place, 0.0), _TITLE)
                exact = exactly.get(word)
                if exact is not None and extra.get(exact, 0.0) in {0.0, _TITLE}:
                    extra[exact] = extra.get(exact, 0.0) + _EXACT
        length = (title.count(" ") + 1 if title else 0) + body.count(" ", 0, _LOOKED_AT) + 1
        looked.append((pk, length, times, extra))
    return _by_score(looked, asked)


def _standing(
    beginnings: Collection[str], wanted: Mapping[str, int], texts: Sequence[str], meant: dict[str, frozenset[int]]
) -> dict[int, dict[str, int]]:
    """Which sought words stand in which text how often: place of the text → word → times.

    ``meant`` learns of every word that begins like one which sought words it is.
    """
    small = [text.lower() for text in texts]
    ends = list(accumulate(len(text) + 1 for text in small))
    whole = "\0".join(small)
    found: dict[int, dict[str, int]] = {}
    for one in beginnings:
        at, place = whole.find(one), 0
        while at >= 0:
            match = WORD.match(whole, at)
            stop = match.end() if match else at + 1
            if match and (at == 0 or not whole[at - 1].isalnum()):
                word = match[0]
                is_sought = meant.get(word)
                if is_sought is None:
                    is_sought = meant[word] = frozenset(wanted[token] for token in stems(word) if token in wanted)
                if is_sought:
                    place = bisect_right(ends, at, place)
                    there = found.setdefault(place, {})
                    there[word] = there.get(word, 0) + 1
            at = whole.find(one, stop)
    return found


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
    wanted, typed, asked = _places(sought)
    look = _looker(wanted, typed)
    return _by_score([look(*text) for text in texts], asked)


def _places(sought: Sought) -> tuple[dict[str, int], dict[str, int], Counter[int]]:
    """Token → which of the sought words; the form that was typed → the same; how often each was asked for.

    A word that was asked for twice, in whatever form, is one word and weighs twice.
    """
    wanted: dict[str, int] = {}
    typed: dict[str, int] = {}
    asked: Counter[int] = Counter()
    for place, (word, tokens) in enumerate(sought):
        same = next((wanted[token] for token in tokens if token in wanted), place)
        wanted |= dict.fromkeys(tokens, same)
        typed[fold(word)] = same
        asked[same] += 1
    return wanted, typed, asked


def _by_score(looked: Sequence[_Looked], asked: Mapping[int, int]) -> list[int]:
    """BM25 over what was looked at: (number, length in words, word → times, word → what it gains beside)."""
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


Look = Callable[[int, str, str, str], _Looked]


def _looker(wanted: dict[str, int], typed: dict[str, int]) -> Look:
    """What looks how often each sought word stands in a text, and what it gains beside.

    It remembers which words are sought in which place: most words of a text were in the one before.
    """
    known: dict[str, tuple[int, ...]] = {}
    keys, every = wanted.keys(), set(wanted.values())

    def look(pk: int, title: str, text: str, bag: str) -> _Looked:
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
