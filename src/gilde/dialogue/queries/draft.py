"""Reads of one's own drafts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.db.rows import among, moment, value_in
from gilde.core.db.trips import Reading, rows_of, shared
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Draft
from gilde.dialogue.models.contribution import address, contribution_readable_sql

# What a place is about: an edit, a comment, an answer, or the edit of a reply, and the number of the conversation.
_ABOUT = re.compile(r"^([ecar]):(\d{1,18})(?::\d{1,18})?$")
# What a form holds beside the words of its writer.
_NO_WORDS: Final = frozenset(
    {"begun", "community", "audience", "language", "behaviour", "attachment", "answer", "quotes", "form", "unnamed"}
)


_MINE: Final = """
    SELECT place, data, saved_at FROM dialogue_draft WHERE person_id = %s ORDER BY saved_at DESC, id DESC LIMIT %s
"""


class _Row(NamedTuple):
    place: str
    data: dict[str, Any]
    saved_at: datetime | None


class _Target(NamedTuple):
    """The conversation that a draft is about."""

    pk: int
    title: str
    url: str


@dataclass(frozen=True)
class DraftLine:
    """An unfinished text in the list: what it is, how it begins, and where one goes on with it.

    Attributes:
        href: empty when what it is about was deleted, moved or is not open to its writer any more.
        text: all of its words then, to be taken along.
    """

    place: str
    what: str
    words: str
    saved_at: datetime | None
    href: str
    text: str = ""


def is_about_something(place: str) -> bool:
    """Whether a draft of ``place`` is about a conversation that may go out of reach."""
    return _ABOUT.match(place) is not None


def words_of(data: Mapping[str, Any]) -> str:
    """Everything that was typed into the form of a draft, its parts one beneath the other."""
    typed = [
        str(value).strip() for name, value in data.items() if name not in _NO_WORDS and not name.startswith("alt-")
    ]
    return "\n\n".join(text for text in typed if text)


def form_of(place: str) -> str:
    """The address of the composer that a draft belongs to, or "" for replies, whose form stands on a page."""
    kind = place.removeprefix("new:")
    if place.startswith("new:") and kind in ContributionKind.values:
        return reverse("dialogue:new", args=[kind])
    found = _ABOUT.match(place)
    return reverse("dialogue:edit", args=[int(found.group(2))]) if found and found.group(1) == "e" else ""


def draft_at(actor: Actor, place: str) -> Draft | None:
    """What the actor was writing there."""
    return Draft.objects.filter(person_id=actor.person_id or 0, place=place).first()


@shared
def my_drafts(actor: Actor, limit: int = 100) -> Reading[list[DraftLine]]:
    """The actor's drafts, last saved first, at most ``limit``; one statement, two when one is about something.

    Hand-written, because home asks for it each time.
    """
    mine = yield from rows_of(_MINE, [actor.person_id or 0, limit])
    drafts = [_Row(place, value_in(data), moment(at)) for place, data, at in mine]
    numbers = {int(found.group(2)) for row in drafts if (found := _ABOUT.match(row.place))}
    known = (yield from _targets(actor, numbers)) if numbers else {}
    lines = []
    for row in drafts:
        kind, found, text = row.place.removeprefix("new:"), _ABOUT.match(row.place), ""
        if row.place.startswith("new:") and kind in ContributionKind.values:
            what, href = str(ContributionKind(kind).label), reverse("dialogue:new", args=[kind])
        elif found is None:
            continue
        elif (target := known.get(int(found.group(2)))) is not None:
            what, href = _about(found.group(1), target)
        elif text := words_of(row.data):
            what, href = _gone(found.group(1)), ""
        else:
            continue
        words = " ".join(str(row.data.get("title") or row.data.get("body") or "").split())[:160]
        lines.append(DraftLine(row.place, what, words, row.saved_at, href, text))
    return lines


def _targets(actor: Actor, numbers: Collection[int]) -> Reading[dict[int, _Target]]:
    """Of these conversations those that ``actor`` may read."""
    readable, values = contribution_readable_sql(actor, "c", "m")
    holes, wanted = among(numbers)
    sql = (
        "SELECT c.id, c.title, c.audience FROM dialogue_contribution c "  # noqa: S608 - marks only
        f"JOIN communities_community m ON m.id = c.community_id WHERE {readable} AND c.id IN ({holes})"
    )
    found = yield from rows_of(sql, [*values, *wanted])
    return {
        number: _Target(number, title, address(number, title, stays=audience == Audience.COMMUNITY))
        for number, title, audience in found
    }


def _about(letter: str, target: _Target) -> tuple[str, str]:
    """What a draft about ``target`` is, and where one goes on with it."""
    page, named = target.url, {"title": target.title}
    if letter == "e":
        return _("Edit of “%(title)s”") % named, reverse("dialogue:edit", args=[target.pk])
    if letter == "a":
        return _("Answer to “%(title)s”") % named, f"{page}#answer"
    if letter == "r":
        return _("Edit of your reply to “%(title)s”") % named, page
    return _("Comment on “%(title)s”") % named, f"{page}#reply"


def _gone(letter: str) -> str:
    """What a draft is whose subject is not to be named."""
    if letter == "a":
        return _("An answer")
    return _("A comment") if letter == "c" else _("An edit")
