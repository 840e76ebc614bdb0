"""Being a guest of a conversation, and inviting one, in somebody's download."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.exports import Part, Records
from gilde.dialogue.exports.named import may_name
from gilde.dialogue.models import Guest


def guests(person_id: int, reader: Actor) -> Iterator[Part]:
    """Where this person is or was a guest, and whom they invited."""
    yield Records("guest", _("Conversations in which I am or was a guest"), _guest(person_id, reader), _GUEST)
    yield Records("guests-invited", _("Guests I invited to a conversation"), _invited(person_id, reader), _INVITED)


_GUEST = {
    "title": _("Title"),
    "address": _("Address"),
    "invited_by": _("Invited by"),
    "came_at": _("Since"),
    "ended_at": _("Until"),
    "why": _("Why it ended"),
}


def _guest(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = Guest.objects.filter(person_id=person_id).annotate(readable=may_name(reader, "contribution_id"))
    for row in rows.select_related("contribution", "invited_by").order_by("pk"):
        yield {
            "title": row.contribution.title if row.readable else "",
            "address": row.contribution.get_absolute_url() if row.readable else "",
            "invited_by": row.invited_by.name if row.invited_by is not None else "",
            "came_at": row.came_at,
            "ended_at": row.ended_at,
            "why": row.get_ended_why_display(),
        }


_INVITED = {
    "title": _("Title"),
    "guest": _("Guest"),
    "note": _("Personal note"),
    "invited_at": _("Invited on"),
    "ended_at": _("Until"),
    "why": _("Why it ended"),
}


def _invited(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = Guest.objects.filter(invited_by_id=person_id).annotate(readable=may_name(reader, "contribution_id"))
    for row in rows.select_related("contribution", "person").order_by("pk"):
        name = row.person.name if row.person is not None else row.email
        yield {
            "title": row.contribution.title if row.readable else "",
            "guest": name if row.readable else "",
            "note": row.note,
            "invited_at": row.invited_at,
            "ended_at": row.ended_at,
            "why": row.get_ended_why_display(),
        }
