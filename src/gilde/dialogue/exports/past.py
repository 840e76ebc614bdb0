"""What went before, in somebody's download: earlier words of what they wrote, and what they read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.exports import Records
from gilde.dialogue.exports.named import may_name
from gilde.dialogue.kinds import KIND_FORMS
from gilde.dialogue.models import ReadFloor, ReadMark, Revision

_EARLIER: Final = {
    "address": _("Address"),
    "until": _("Until"),
    "title": _("Title"),
    "text": _("Text"),
    "parts": _("Parts"),
    **{part.name: part.label for form in KIND_FORMS.values() for part in form.fields},
    "brought_me": _("What I gained"),
    "brought_us": _("What we gained"),
    "tags": _("Tags"),
}
_READ: Final = {"title": _("Title"), "address": _("Address"), "at": _("When")}
_READ_UP_TO: Final = {"community": _("Community"), "at": _("When")}


def earlier_words(person_id: int, reader: Actor) -> Records:
    """Earlier versions of what they wrote, under their name or without it."""
    return Records("earlier-versions", _("Earlier versions of what I wrote"), _versions(person_id, reader), _EARLIER)


def read(person_id: int, reader: Actor) -> Records:
    """Which conversations they read, and when last."""
    return Records("read", _("What I read"), _marks(person_id, reader), _READ)


def read_up_to(person_id: int) -> Records:
    """Communities of which everything up to a moment counts as read."""
    return Records("read-up-to", _("Communities I read up to a moment"), _floors(person_id), _READ_UP_TO)


def _versions(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    mine = Q(contribution__author_id=person_id) | Q(contribution__asker_id=person_id)
    for path in ("answer", "comment"):
        without_name = Q(
            **{
                f"{path}__contribution__asker_id": person_id,
                f"{path}__author_id": F(f"{path}__contribution__author_id"),
            }
        )
        mine |= Q(**{f"{path}__author_id": person_id}) | without_name
    rows = Revision.objects.filter(mine).select_related("contribution", "answer__contribution", "comment__contribution")
    rows = rows.annotate(under=Coalesce("contribution_id", "answer__contribution_id", "comment__contribution_id"))
    for row in rows.annotate(readable=may_name(reader, "under")).order_by("pk").iterator(chunk_size=200):
        target = row.contribution or row.answer or row.comment
        named = target is not None and (row.contribution_id is not None or row.readable)
        yield {
            "address": target.get_absolute_url() if target is not None and named else "",
            "until": row.until,
            "title": row.title,
            "text": row.body,
            "parts": row.fields,
        }


def _marks(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = ReadMark.objects.filter(person_id=person_id).annotate(readable=may_name(reader, "contribution_id"))
    for row in rows.select_related("contribution").order_by("pk").iterator(chunk_size=500):
        yield {
            "title": row.contribution.title if row.readable else "",
            "address": row.contribution.get_absolute_url() if row.readable else "",
            "at": row.read_at,
        }


def _floors(person_id: int) -> Iterator[dict[str, object]]:
    rows = ReadFloor.objects.filter(person_id=person_id, community__memberships__person_id=person_id)
    for name, at in rows.order_by("pk").values_list("community__name", "read_at"):
        yield {"community": name, "at": at}
