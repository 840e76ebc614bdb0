"""What a host sends stays within their community: sources are named per community, so that nobody reaches the records,
people or old addresses of another place by naming its source."""

from __future__ import annotations

import re
from typing import Final

_SCOPE: Final = re.compile(r"c\d+:")


def scoped_source(source: str, community_id: int) -> str:
    """A source as it is stored when a host of this community sends it; in front, so that no shortening loses it."""
    return f"c{community_id}:{source}"


def plain_source(source: str) -> str:
    """A source as people know it."""
    return _SCOPE.sub("", source, count=1) if _SCOPE.match(source) else source


def is_scoped(source: str) -> bool:
    """Whether a host sent what came from this source."""
    return _SCOPE.match(source) is not None
