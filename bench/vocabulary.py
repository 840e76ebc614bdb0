"""Words and texts for the benches: two languages, as unevenly used as in life, the same every time.

A language has its small words, some hundred words of work and learning, and 40,000 made-up ones built the way words are
built (syllables, endings; in Dutch also two words in one). How often a word is used follows Zipf's law. A text also
takes a fifth of its words from the forty of its conversation, so that rare words stand together, as they do in life:
without that, two rare words would never be found in one text.
"""

from __future__ import annotations

import random
from itertools import accumulate
from typing import Final

SMALL: Final = {
    "nl": "de het een en van ik te dat die in is op aan met als voor er maar om dan of wat mijn dit zo door over bij "
    "ook tot je uit der naar heb hoe heeft deze nog zal niet we wij zijn hij ze was kan worden dus geen",
    "en": "the of and a to in is that it for on are as with they at be this have from or one had by but not what all "
    "were we when your can there use an each which she do how their if will up other about out many then",
}
WORK: Final = {
    "nl": "vraag gesprek team aanpak oefening groep werkvorm verhaal leren kijken proberen luisteren samen collega "
    "afdeling rooster dossier overdracht casus intervisie voorbeeld resultaat ambitie gedrag klas praktijk ronde idee "
    "bijeenkomst verslag afspraak moment vertrouwen ruimte tijd stap begin einde klein groot school kind ouder zorg "
    "patiënt verpleging gemeente buurt bewoner project plan doel methode onderzoek vraagstuk opdracht feedback les "
    "toets lokaal leraar leerling student begeleiding coach training dag week avond ochtend maand jaar boek artikel",
    "en": "question answer practice shared learning ward handover data quality meeting round example result feedback "
    "team group story colleague method research plan goal project school child parent care patient nurse council "
    "neighbour lesson test teacher pupil student guidance coach training day week evening month year book article "
    "code package function model error version release issue review change design tool paper figure table sample",
}
_ENDS: Final = {
    "nl": ["", "", "en", "ing", "heid", "lijk", "je", "er", "s"],
    "en": ["", "", "s", "ing", "ed", "ness", "ly", "er"],
}
_HEADS: Final = "b br d dr f g gr h j k kl kr l m n p pl pr r s sch sl sp st str t tr v w z".split()
_MIDDLES: Final = {
    "nl": "a aa e ee i ie o oo u uu ij ei ou ui oe eu".split(),
    "en": "a e i o u ai ea ee oa oo ou".split(),
}
_TAILS: Final = "b d f g k l m n p r s t cht lk lm ng nk nt rd rk rm rn rs rt st".split()
_MADE: Final = 40_000
_SHIFT: Final = 2.7  # Mandelbrot's: the first few words are less far apart than by Zipf alone
_TOPIC: Final = 40
_OF_TOPIC: Final = 0.2


def _made_up(language: str, draw: random.Random) -> list[str]:
    heads, middles = _HEADS, _MIDDLES[language]
    roots = ["".join((draw.choice(heads), draw.choice(middles), draw.choice(_TAILS))) for _ in range(6_000)]
    found: dict[str, None] = {}
    while len(found) < _MADE:
        word = draw.choice(roots)
        if draw.random() < 0.5:
            word = draw.choice(heads) + draw.choice(middles) + word
        if language == "nl" and draw.random() < 0.35:
            word += draw.choice(roots)
        found[word + draw.choice(_ENDS[language])] = None
    return list(found)


class Texts:
    """Draws texts; two of the same seed draw the same."""

    def __init__(self, seed: int = 7) -> None:
        self._draw = random.Random(seed)
        self._words: dict[str, list[str]] = {}
        self._weights: dict[str, list[float]] = {}
        for language, small in SMALL.items():
            found = [*small.split(), *WORK[language].split(), *_made_up(language, self._draw)]
            self._words[language] = list(dict.fromkeys(found))
            self._weights[language] = list(
                accumulate(1 / (rank + _SHIFT) for rank in range(len(self._words[language])))
            )

    def topic(self, language: str) -> list[str]:
        """Forty words that one conversation comes back to, few of them common."""
        words = self._words[language]
        return [words[int(len(words) ** self._draw.uniform(0.6, 1)) - 1] for _ in range(_TOPIC)]

    def text(self, language: str, topic: list[str], low: int = 12, high: int = 67) -> str:
        """So many words, as sentences."""
        draw = self._draw
        count = draw.randint(low, high)
        words = draw.choices(self._words[language], cum_weights=self._weights[language], k=count)
        for _turn in range(int(count * _OF_TOPIC)):
            words[draw.randrange(count)] = draw.choice(topic)
        sentences = [" ".join(words[at : at + 13]).capitalize() for at in range(0, count, 13)]
        return ". ".join(sentences) + "."
