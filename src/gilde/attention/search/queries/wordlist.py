"""The word list of this installation, kept in memory until it is learned anew."""

from __future__ import annotations

from django.db.models import Max

from gilde.attention.search.models import SearchWord
from gilde.attention.search.words import Splitter

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
