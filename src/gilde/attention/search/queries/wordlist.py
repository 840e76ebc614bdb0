"""The word list of this installation, kept in memory until it is learned anew."""

from __future__ import annotations

from typing import Final

from django.db.models import Max

from gilde.attention.search.models import SearchWord
from gilde.attention.search.words import Splitter, fold, stems

MOST_BEGINNINGS: Final = 12
_PLAIN: Final = "abcdefghijklmnopqrstuvwxy"  # letters after which the next one sorts next, whatever the collation

_kept: dict[int, Splitter] = {}


def splitter() -> Splitter:
    """What splits compounds by the words in use now; one small query while the list is the same."""
    version = SearchWord.objects.aggregate(newest=Max("pk"))["newest"] or 0
    found = _kept.get(version)
    if found is None:
        known = dict(SearchWord.objects.values_list("word", "stem"))
        _kept.clear()
        found = _kept[version] = Splitter(known)
    return found


def beginning_with(start: str) -> tuple[str, ...]:
    """The tokens of words that begin with ``start``: those of the twelve most used ones that are known here.

    The tokens with a star, for everything that begins so, are among them only while there are fewer than twelve: then
    that is cheap, and a new word is found too. Of a beginning that half the texts have, the index would have to put
    together thousands of lists. One stem of each word is enough, because a text that has the word has all its stems.
    """
    rows = SearchWord.objects.filter(word__gte=start, word__startswith=start)
    if start[-1] in _PLAIN:
        rows = rows.filter(word__lt=start[:-1] + chr(ord(start[-1]) + 1))
    known = list(rows.order_by("-uses", "word").values_list("word", flat=True)[:MOST_BEGINNINGS])
    found = dict.fromkeys(next(token for token in stems(word) if not token.startswith("e_")) for word in known)
    if len(known) < MOST_BEGINNINGS:
        found |= dict.fromkeys((f"{fold(start)}*", f"e_{fold(start)}*"))
    return tuple(found)
