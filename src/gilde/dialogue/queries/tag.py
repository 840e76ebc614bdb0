"""Reads of tags."""

from __future__ import annotations

from django.db.models import Count, Q

from gilde.core.actor import Actor
from gilde.core.ids import slug
from gilde.dialogue.enums import State
from gilde.dialogue.models import Contribution, ContributionTag
from gilde.dialogue.models.contribution import open_q
from gilde.dialogue.queries.stream import PAGE, Listed, rows_by_id


def tag_names_of(contribution: Contribution) -> list[str]:
    """Its tags as people read them, in their order; one statement."""
    return list(ContributionTag.objects.filter(contribution=contribution).values_list("tag__name", flat=True))


def suggest_tags(actor: Actor, start: str, *, most: int = 8) -> list[str]:
    """Names of tags whose folded form begins with ``start``, the most used first; only from what the actor may read."""
    folded = slug(start, fallback="")
    typed = " ".join(start.split()).lstrip("# ")
    if not typed:
        return []
    begins = Q(tag__slug__startswith=folded) if folded else Q(tag__name__startswith=typed)  # another script
    return list(
        ContributionTag.objects.filter(begins, open_q(actor, "contribution"), contribution__state=State.PUBLISHED)
        .values("tag__name")
        .annotate(uses=Count("pk"))
        .order_by("-uses", "tag__name")
        .values_list("tag__name", flat=True)[:most]
    )


def tagged(actor: Actor, tag_slug: str, *, after: int | None = None) -> tuple[str, Listed] | None:
    """The tag's name and one page of what carries it and ``actor`` may read, newest first; three statements.

    None when the actor may read nothing that carries it, exactly as when nobody ever used it.

    Args:
        after: contributions before this id.
    """
    uses = ContributionTag.objects.filter(
        open_q(actor, "contribution"), contribution__state=State.PUBLISHED, tag__slug=tag_slug
    ).order_by("-contribution_id")
    here = uses.filter(contribution_id__lt=after) if after is not None else uses
    found = list(here.values_list("contribution_id", "tag__name")[: PAGE + 1])
    if not found and (after is None or not uses.exists()):
        return None
    name = found[0][1] if found else tag_slug
    ids = [number for number, _name in found[:PAGE]]
    return name, Listed(rows_by_id(actor, ids), ids[-1] if len(found) > PAGE else None)
