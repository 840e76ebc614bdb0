"""Somebody's drafts in their download: what each is about, and the parts of its form in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.exports import Records
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.kinds import KIND_FORMS
from gilde.dialogue.models import Contribution, Draft

_ABOUT: Final = re.compile(r"^([ecar]):(\d{1,18})(?::\d{1,18})?$")

_DRAFT: Final = {
    **{part.name: part.label for form in KIND_FORMS.values() for part in form.fields},
    "place": _("Where"),
    "text": _("Text"),
    "saved_at": _("Saved on"),
    "title": _("Title"),
    "body": _("Text"),
    "tags": _("Tags"),
    "language": _("Language"),
    "community": _("Community"),
    "audience": _("Who can see it"),
    "brought_me": _("What I gained"),
    "brought_us": _("What we gained"),
    "authors": _("Made together with"),
    "teller": _("Told by someone else?"),
}


def drafts(person_id: int, reader: Actor) -> Records:
    """Everything they did not finish, as they typed it."""
    return Records("drafts", _("Drafts"), _rows(person_id, reader), _DRAFT)


def _rows(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = list(Draft.objects.filter(person_id=person_id).order_by("pk"))
    about = {int(found.group(2)) for row in rows if (found := _ABOUT.match(row.place))}
    # As everywhere in a download: nothing of what stays in its community, nor of what they cannot read any more.
    known = (
        Contribution.objects.visible_to(reader)
        .exclude(audience=Audience.COMMUNITY)
        .filter(pk__in=about, deleted_at=None)
    )
    titles = dict(known.values_list("pk", "title"))
    mine = Community.objects.filter(memberships__person_id=person_id)
    names = {str(number): name for number, name in mine.values_list("pk", "name")}
    for row in rows:
        text = {name: value for name, value in row.data.items() if name != "begun"}  # a sign for the form alone
        if "community" in text:
            text["community"] = names.get(str(text["community"]), "")
        yield {"place": _place(row.place, titles), "text": text, "saved_at": row.saved_at}


def _place(place: str, titles: dict[int, str]) -> str:
    """What a draft is or is about; a conversation without its title where that is not theirs to take along."""
    kind = place.removeprefix("new:")
    if place.startswith("new:") and kind in ContributionKind.values:
        return str(ContributionKind(kind).label)
    found = _ABOUT.match(place)
    if found is None:
        return ""
    title = titles.get(int(found.group(2)), "…")
    words = {
        "e": gettext("Edit of “%(title)s”"),
        "a": gettext("Answer to “%(title)s”"),
        "r": gettext("Edit of your reply to “%(title)s”"),
        "c": gettext("Comment on “%(title)s”"),
    }
    return words[found.group(1)] % {"title": title}
