"""Tables of the search."""

from gilde.attention.search.models.entry import SearchEntry
from gilde.attention.search.models.progress import SearchProgress, SearchWord

__all__ = ["SearchEntry", "SearchProgress", "SearchWord"]
