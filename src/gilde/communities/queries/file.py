"""Which files this room shows, and to whom."""

from __future__ import annotations

from collections.abc import Collection

from gilde.communities.models import Community
from gilde.core.actor import Actor


def visible(actor: Actor, file_ids: Collection[int]) -> set[int]:
    """Covers of communities that the actor may know; one query."""
    rows = Community.objects.visible_to(actor).filter(cover_id__in=list(file_ids))
    return {pk for pk in rows.values_list("cover_id", flat=True) if pk is not None}


def held(file_ids: Collection[int]) -> set[int]:
    """Covers, whoever looks; one query."""
    rows = Community.objects.filter(cover_id__in=list(file_ids)).values_list("cover_id", flat=True)
    return {pk for pk in rows if pk is not None}
