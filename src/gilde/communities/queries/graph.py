"""Walks through the graph of communities. Each step up or down is one query, whatever the width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gilde.communities.models import Community, Edge
from gilde.core.actor import Actor


def ids_above(community_ids: Iterable[int], *, required: bool = False) -> list[int]:
    """Ids of all communities above these, nearest first; only along required edges when ``required``."""
    return _walk(community_ids, "child_id", "parent_id", required)


def ids_below(community_ids: Iterable[int], *, required: bool = False) -> list[int]:
    """Ids of all communities below these, nearest first; only along required edges when ``required``."""
    return _walk(community_ids, "parent_id", "child_id", required)


def _walk(start: Iterable[int], at: str, towards: str, required: bool) -> list[int]:
    edges = Edge.objects.filter(required=True) if required else Edge.objects.all()
    seen = set(start)
    found: list[int] = []
    level = list(seen)
    while level:
        rows = edges.filter(**{f"{at}__in": level}).order_by("position", "id").values_list(towards, flat=True)
        level = [pk for pk in dict.fromkeys(rows) if pk not in seen]
        seen.update(level)
        found += level
    return found


def needed_above(community: Community) -> list[Community]:
    """Communities that one joins together with ``community``, nearest first, with their charter."""
    ids = ids_above([community.pk], required=True)
    if not ids:
        return []
    rows = Community.objects.select_related("charter").in_bulk(ids)
    return [rows[pk] for pk in ids]


def known_among(actor: Actor, places: Sequence[Community]) -> list[Community]:
    """Of ``places``, those that ``actor`` may know of; no query without any. Whoever is not invited reads the names and
    agreements of these alone."""
    if not places:
        return []
    known = set(
        Community.objects.visible_to(actor).filter(pk__in=[row.pk for row in places]).values_list("pk", flat=True)
    )
    return [row for row in places if row.pk in known]


def left_along(person_id: int, community: Community) -> list[Community]:
    """Communities that this person would leave too by leaving ``community``, because they need it."""
    ids = ids_below([community.pk], required=True)
    return list(Community.objects.filter(pk__in=ids, memberships__person_id=person_id).order_by("name", "pk"))
