"""What a community agreed, as a list to choose from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from gilde.communities.models import Charter, Community
from gilde.core.actor import SYSTEM, Actor
from gilde.dialogue.models import Contribution

_ITEM: Final = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+(\S.*)$")
_MARKS: Final = re.compile(r"[*_`]+")
_MOST: Final = 20
LONGEST: Final = 300


def agreements(community_id: int | None, *, to: Actor = SYSTEM) -> list[str]:
    """The points of the agreements in force, then what holds everywhere. At most one statement.

    Args:
        community_id: whose agreements.
        to: who reports: a compliment stays with who left the hidden community it was about, what is agreed there does
            not. Guests were shown it when they came. Whoever handles a case judges by all of it.
    """
    known = Community.objects.visible_to(to)
    if to.guest_in:
        known |= Community.objects.filter(
            pk__in=Contribution.objects.visible_to(to).filter(pk__in=to.guest_in).values("community_id")
        )
    in_force = known.filter(pk=community_id or 0).values("charter_id")
    text = Charter.objects.filter(pk__in=in_force).values_list("text", flat=True).first() or ""
    points = [match[1] for match in map(_ITEM.match, text.splitlines()) if match]
    own = [_MARKS.sub("", point).strip()[:LONGEST] for point in points[:_MOST]]
    return list(dict.fromkeys([*filter(None, own), *everywhere()]))


def everywhere() -> list[str]:
    """What nobody needs agreements for."""
    return [
        _("It hurts, threatens or excludes someone"),
        _("It shares what should have stayed between people"),
        _("It is advertising or a trick"),
    ]


def agreement(kept: str) -> str:
    """An agreement as it was kept, to read now: what holds everywhere is in the language of the page."""
    place = _places().get(kept)
    return kept if place is None else everywhere()[place]


@cache
def _places() -> Mapping[str, int]:
    """Which of :func:`everywhere` a sentence is, in any language."""
    found: dict[str, int] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {sentence: number for number, sentence in enumerate(everywhere())}
    return found
