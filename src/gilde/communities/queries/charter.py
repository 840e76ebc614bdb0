"""Reads of charters."""

from __future__ import annotations

from gilde.communities.models import Charter, Community


def versions(community: Community, *, most: int = 20) -> list[Charter]:
    """The versions there were, the newest first; one query."""
    return list(community.charters.order_by("-number").select_related("published_by")[:most])
