"""Reads of one's own drafts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from gilde.core.actor import Actor
from gilde.core.db.rows import moment, value_in
from gilde.core.db.trips import Reading, rows_of, shared
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Contribution, Draft

_EDIT = re.compile(r"^(?:e|c|a):(\d{1,18})(?::\d{1,18})?$")


_MINE: Final = """
    SELECT place, data, saved_at FROM dialogue_draft WHERE person_id = %s ORDER BY saved_at DESC, id DESC LIMIT %s
"""


class _Row(NamedTuple):
    place: str
    data: dict[str, Any]
    saved_at: datetime | None


@dataclass(frozen=True)
class DraftLine:
    """An unfinished text in the list: what it is, how it begins, and where one goes on with it."""

    place: str
    what: str
    words: str
    saved_at: datetime | None
    href: str


def form_of(place: str) -> str:
    """The address of the composer that a draft belongs to, or "" for replies, whose form stands on a page."""
    kind = place.removeprefix("new:")
    if place.startswith("new:") and kind in ContributionKind.values:
        return reverse("dialogue:new", args=[kind])
    found = _EDIT.match(place)
    return reverse("dialogue:edit", args=[int(found.group(1))]) if found and place.startswith("e:") else ""


def draft_at(actor: Actor, place: str) -> Draft | None:
    """What the actor was writing there."""
    return Draft.objects.filter(person_id=actor.person_id or 0, place=place).first()


@shared
def my_drafts(actor: Actor, limit: int = 100) -> Reading[list[DraftLine]]:
    """The actor's drafts, last saved first, at most ``limit``; one statement, two when one is about something.

    Hand-written, because home asks for it each time. Drafts of what is gone are left out.
    """
    mine = yield from rows_of(_MINE, [actor.person_id or 0, limit])
    drafts = [_Row(place, value_in(data), moment(at)) for place, data, at in mine]
    numbers = {int(found.group(1)) for row in drafts if (found := _EDIT.match(row.place))}
    known = {c.pk: c for c in Contribution.objects.visible_to(actor).filter(pk__in=numbers)} if numbers else {}
    lines = []
    for row in drafts:
        kind = row.place.removeprefix("new:")
        if row.place.startswith("new:") and kind in ContributionKind.values:
            what, href = str(ContributionKind(kind).label), reverse("dialogue:new", args=[kind])
        else:
            found = _EDIT.match(row.place)
            target = known.get(int(found.group(1))) if found else None
            if target is None:
                continue
            if row.place.startswith("e:"):
                what, href = (
                    _("Edit of “%(title)s”") % {"title": target.title},
                    reverse("dialogue:edit", args=[target.pk]),
                )
            elif row.place.startswith("a:"):
                what, href = _("Answer to “%(title)s”") % {"title": target.title}, target.get_absolute_url() + "#answer"
            else:
                what, href = _("Comment on “%(title)s”") % {"title": target.title}, target.get_absolute_url() + "#reply"
        words = " ".join(str(row.data.get("title") or row.data.get("body") or "").split())[:160]
        lines.append(DraftLine(row.place, what, words, row.saved_at, href))
    return lines
