"""Addresses of communities: finding a free one, and where an old one leads."""

from __future__ import annotations

from typing import Final

from gilde.communities.models import Community, FormerSlug
from gilde.core.actor import Actor
from gilde.core.ids import SLUG_LENGTH, slug

RESERVED: Final = frozenset({"new", "nieuw", "all", "alle", "mine", "mijn", "feed", "sitemap", "search", "zoek"})
"""Words that are, or may become, addresses of their own beside communities."""

_ROOM_FOR_NUMBER: Final = 5  # characters kept free for "-9999"


def is_taken(wanted: str, *, besides: Community | None = None) -> bool:
    """Whether a community has or had this address; ``besides`` may take back one of its own."""
    places = Community.objects.filter(slug=wanted)
    former = FormerSlug.objects.filter(slug=wanted)
    if besides is not None:
        places, former = places.exclude(pk=besides.pk), former.exclude(community=besides)
    return places.exists() or former.exists()


def suggest(name: str) -> str:
    """A free address made from a name."""
    base = slug(name, fallback="gilde")[: SLUG_LENGTH - _ROOM_FOR_NUMBER].strip("-")
    start = f"{base}-"
    taken = set(Community.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken.update(FormerSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken and base not in RESERVED:
        return base
    number = 2
    while f"{start}{number}" in taken:
        number += 1
    return f"{start}{number}"


def find(actor: Actor, wanted: str) -> Community | None:
    """The community at this address, if the actor may know it; one query."""
    return Community.objects.visible_to(actor).select_related("charter").filter(slug=wanted).first()


def now_called(actor: Actor, former: str) -> str | None:
    """The present address of a community that had this one, if the actor may know it."""
    visible = Community.objects.visible_to(actor).values("pk")
    row = FormerSlug.objects.filter(slug=former, community__in=visible).values_list("community__slug", flat=True)
    return row.first()
