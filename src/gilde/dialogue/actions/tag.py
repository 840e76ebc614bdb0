"""Tagging a contribution."""

from __future__ import annotations

from collections.abc import Sequence

from gilde.core.ids import word_key
from gilde.dialogue.models import Contribution, ContributionTag, Tag

MOST_TAGS = 8
LONGEST_TAG = 50


def tag_names(names: Sequence[str]) -> dict[str, str]:
    """Slug and name of each tag in ``names``, in order: doubles left out, at most eight."""
    wanted: dict[str, str] = {}
    for name in names:
        clean = " ".join(name.split()).lstrip("# ")[:LONGEST_TAG].strip()
        if clean:
            wanted.setdefault(word_key(clean), clean)
    return dict(list(wanted.items())[:MOST_TAGS])


def set_tags(contribution: Contribution, names: Sequence[str]) -> None:
    """Make ``names`` (at most eight, doubles left out) the tags of ``contribution``, in this order.

    Part of a larger action: call it inside its transaction.
    """
    wanted = tag_names(names)
    present = {
        row.tag.slug: row for row in ContributionTag.objects.filter(contribution=contribution).select_related("tag")
    }
    for key, row in present.items():
        if key not in wanted:
            row.delete()
    if not wanted:
        return
    Tag.objects.bulk_create([Tag(slug=key, name=name) for key, name in wanted.items()], ignore_conflicts=True)
    tags = {tag.slug: tag for tag in Tag.objects.filter(slug__in=list(wanted))}
    for position, key in enumerate(wanted):
        ContributionTag.objects.update_or_create(
            contribution=contribution,
            tag=tags[key],
            defaults={"position": position, "community_id": contribution.community_id},
        )
