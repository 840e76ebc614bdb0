"""Reads of tags."""

from __future__ import annotations

from django.db.models import Count

from gilde.communities.models.community import readable_q
from gilde.core.actor import Actor
from gilde.core.ids import slug
from gilde.dialogue.enums import State
from gilde.dialogue.models import ContributionTag


def suggest_tags(actor: Actor, start: str, *, most: int = 8) -> list[str]:
    """Names of tags whose folded form begins with ``start``, the most used first; only from what the actor may read."""
    folded = slug(start, fallback="")
    if not folded:
        return []
    return list(
        ContributionTag.objects.filter(
            readable_q(actor), contribution__state=State.PUBLISHED, tag__slug__startswith=folded
        )
        .values("tag__name")
        .annotate(uses=Count("pk"))
        .order_by("-uses", "tag__name")
        .values_list("tag__name", flat=True)[:most]
    )
