"""From text to tokens: the very same for both databases, for what is kept and for what is asked.

Each word gives its Dutch stem, its English stem marked ``e_``, and the stems of the words it is made of when this
installation uses those. Accents are folded after stemming, because the Dutch rules read them. Somebody who types no
accent finds the word all the same: a word with accents also gives the stems of the word without.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

import snowballstemmer

WORD: Final = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
LONGEST: Final = 40  # characters; what is longer is no word
MOST_WORDS: Final = 20_000  # of one text
_LINKS: Final = ("", "s", "e", "en")
_SHORTEST: Final = 7  # letters of a word that may be a compound
_ALIKE: Final = {
    "kinderen": "kind",
    "toetsen": "toets",
    "leden": "lid",
    "steden": "stad",
    "eieren": "ei",
    "bladeren": "blad",
    "liederen": "lied",
    "volkeren": "volk",
    "goederen": "goed",
}
"""Words whose stem the rules miss and that people of a community use daily."""
_WRITTEN: Final = {"f": "v", "s": "z", "i": "y"}  # how the last letter of a stem may stand in the word
_EXTRA: Final = {"toets": "toets", "lid": "lid", "stad": "stad", "ei": "ei"}  # the rules would cut these

_local = threading.local()  # a stemmer keeps its word inside itself


def _stemmer(language: str) -> snowballstemmer.stemmer:
    found = getattr(_local, language, None)
    if found is None:
        found = snowballstemmer.stemmer(language)
        setattr(_local, language, found)
    return found


def fold(text: str) -> str:
    """``text`` without accents."""
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def words(text: str) -> list[str]:
    """The words of a text in small letters, in order; at most 20,000."""
    found = WORD.findall(unicodedata.normalize("NFC", text))[:MOST_WORDS]
    return [word for word in map(str.lower, found) if len(word) <= LONGEST]


@lru_cache(maxsize=50_000)
def dutch_stem(word: str) -> str:
    """The stem of ``word`` by the Dutch rules, accents and all."""
    return str(_stemmer("dutch").stemWord(word))


@lru_cache(maxsize=100_000)
def stems(word: str) -> tuple[str, ...]:
    """The tokens of one word: its Dutch stem, its English stem; a word with an apostrophe also those of its parts."""
    plain = word.replace("’", "'")
    head = plain.partition("'")[0] if len(plain.partition("'")[0]) > 1 else plain.replace("'", "")
    base = _ALIKE.get(head) or _EXTRA.get(head)
    dutch = base or fold(dutch_stem(head))
    tokens = {dutch, "e_" + fold(_stemmer("english").stemWord(head))}
    bare = fold(head)
    if base is None and head[-1:] == "s" and len(head) > 3 and dutch != bare:
        # The rules take the s of *kans*, *mens* or *adres* for a plural's: whole it is the stem of *kansen*.
        tokens.add(bare)
    if bare != head:
        tokens |= set(stems(bare))
    return tuple(sorted(token for token in tokens if token not in {"", "e_"}))


def beginnings(token: str) -> set[str]:
    """What words with this stem begin with, three or four letters; some have *ge* before it.

    A stem writes out what its words do not: *loop* is the stem of *lopen*, *oog* of *ogen*, *leef* of *leven*, *lid* of
    *leden*, *oplos* of *opgelost*, and in English *tri* of *trying*, *use* of *using*.
    """
    start = token[:2] if len(token) == 3 and token[2] == "e" else token[:3]
    found = {start, f"{token[:2]}ge", *(word[:3] for word, stem in _ALIKE.items() if stem == token)}
    for at in (0, 1):
        if token[at : at + 1] in {"a", "e", "o", "u"} and token[at] == token[at + 1 : at + 2]:
            found.add(token[: at + 1] + token[at + 2 : at + 3])
    return found | {start[:-1] + _WRITTEN[start[-1:]] for start in found if start[-1:] in _WRITTEN}


class Splitter:
    """Splits compounds into words that are in use; ``known`` has these words, with the Dutch stem of each."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = {word for word in known if len(word) > 3}
        self._stems = {known[word] for word in self._known}
        self.tokens = lru_cache(maxsize=50_000)(self._tokens)

    def __call__(self, word: str) -> tuple[str, ...]:
        """The two words it is made of, the most even cut; nothing when it is not a compound that we know."""
        best: tuple[int, int, str, str] | None = None
        if len(word) < _SHORTEST:
            return ()
        for cut in range(3, len(word) - 3):
            tail = word[cut:]
            if not self._is_known(tail):
                continue
            for link in _LINKS:
                head = word[: cut - len(link)] if word[:cut].endswith(link) else ""
                if len(head) > 3 and self._is_known(head):
                    found = (min(len(head), len(tail)), -len(link), head, tail)
                    best = max(best, found) if best else found
        return (best[2], best[3]) if best else ()

    def _is_known(self, word: str) -> bool:
        return word in self._known or dutch_stem(word) in self._stems

    def _tokens(self, word: str) -> tuple[str, ...]:
        """The tokens of a word and of its parts; most words of a text were seen in the one before."""
        return (*stems(word), *(token for part in self(word) for token in stems(part)))


def tokens_of(text: str, split: Splitter | None = None) -> set[str]:
    """Every token of a text."""
    found: set[str] = set()
    take = split.tokens if split else stems
    for word in set(words(text)):
        found.update(take(word))
    return found


def asked(text: str, *, without: Collection[str] = ()) -> list[tuple[str, tuple[str, ...]]]:
    """The words somebody asks for, as often as they ask, with the tokens of which an entry needs one."""
    return [(word, stems(word)) for word in words(text) if word not in without and stems(word)]
