"""Learning the words of this installation from what people wrote."""

from __future__ import annotations

from collections import Counter
from typing import Final

from django.db import transaction

from gilde.attention.search.models import SearchEntry, SearchWord
from gilde.attention.search.stop import STOP
from gilde.attention.search.words import dutch_stem, words

_TEXTS: Final = 100_000  # the newest ones
_WORDS: Final = 40_000  # the most used ones
_LENGTH: Final = range(4, 21)


def learn_words() -> int:
    """Keep the words that at least two texts use; returns how many. Texts that come later are split by them."""
    uses: Counter[str] = Counter()
    rows = SearchEntry.objects.order_by("-pk").values_list("title", "text")[:_TEXTS]
    for title, text in rows.iterator(chunk_size=500):
        uses.update({word for word in words(f"{title} {text}") if len(word) in _LENGTH and word.isalpha()})
    kept = [(word, count) for word, count in uses.most_common(_WORDS) if count > 1 and word not in STOP]
    with transaction.atomic():
        SearchWord.objects.all().delete()
        SearchWord.objects.bulk_create(
            [SearchWord(word=word, stem=dutch_stem(word), uses=count) for word, count in kept], batch_size=1000
        )
    return len(kept)
