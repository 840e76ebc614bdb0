"""Tables of the search."""

from gilde.attention.search.models.entry import SearchEntry
from gilde.attention.search.models.progress import SearchProgress, SearchWord
from gilde.attention.search.models.saved import SavedSearch

__all__ = ["SavedSearch", "SearchEntry", "SearchProgress", "SearchWord"]
