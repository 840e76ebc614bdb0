"""Reads of ambitions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Prefetch

from gilde.communities.models import Ambition, Behaviour, Community, Result
from gilde.core.actor import Actor


def ambitions(actor: Actor, community: Community) -> list[Ambition]:
    """The ambitions of a community, open ones first, each with ``living`` behaviours and ``result_count``.

    Two queries.
    """
    behaviours = Behaviour.objects.filter(dropped_at=None)
    return list(
        Ambition.objects.visible_to(actor)
        .filter(community=community)
        .annotate(result_count=Count("results"))
        .prefetch_related(Prefetch("behaviours", queryset=behaviours, to_attr="living"))
        .order_by(F("closed_at").asc(nulls_first=True), "id")[:50]
    )


def ambition(actor: Actor, community: Community, pk: int) -> Ambition | None:
    """One ambition with its community; one query."""
    return Ambition.objects.visible_to(actor).filter(community=community, pk=pk).select_related("community").first()


@dataclass(frozen=True)
class Harvest:
    """What an ambition has: how one sees it and what came of it."""

    behaviours: list[Behaviour]
    dropped: list[Behaviour]
    results: list[Result]
    more_results: bool


def harvest(actor: Actor, row: Ambition, *, most: int = 50) -> Harvest:
    """Behaviours in their order and results, the newest first; two queries."""
    behaviours = list(Behaviour.objects.visible_to(actor).filter(ambition=row))
    results = list(
        Result.objects.visible_to(actor)
        .filter(ambition=row)
        .select_related("reported_by")
        .order_by("-on", "-id")[: most + 1]
    )
    return Harvest(
        behaviours=[item for item in behaviours if item.dropped_at is None],
        dropped=[item for item in behaviours if item.dropped_at is not None],
        results=results[:most],
        more_results=len(results) > most,
    )
