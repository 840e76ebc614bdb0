"""The page cache for visitors: pages that everybody without a log-in sees alike, kept as they went over the wire.

It forgets by version, not by time: the version is a fingerprint of the newest acts in the log, so that the first
visitor after any act gets a new page, in every process at once. A view opts in with :func:`same_for_visitors`; a page
is kept only when it sets no cookie and holds no form, and looked up only for requests without a session.

Times such as "3 minutes ago" stand in pages, and a few changes come without an act (a link preview that was fetched, a
link that was checked); for their sake a page is kept ten minutes at most.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, NamedTuple

from gilde.core.db.rows import fetch

MARK: Final = "gilde_same_for_visitors"
# Acts commit in another order than they take their numbers; the sum notices one that comes in late.
_VERSION: Final = "SELECT MAX(id), SUM(id) FROM (SELECT id FROM core_activity ORDER BY id DESC LIMIT 200) newest"

View = Callable[..., Any]


class Kept(NamedTuple):
    """A page as it went over the wire: compressed body and the headers that belong to it."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


def same_for_visitors(view: View) -> View:
    """Mark a view whose page, when nobody is logged in, depends on nothing but its address, the language, the theme
    and the time zone, and changes only with an act in the log."""

    @wraps(view)
    def marked(request: Any, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        setattr(response, MARK, True)
        return response

    return marked


def version() -> tuple[Any, ...]:
    """What changes with every act that was committed; one statement on the end of an index."""
    return fetch(_VERSION)[0]
