"""What somebody kept for later, and what hosts decided about their words, in their download."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.exports import Records
from gilde.dialogue.exports.named import may_name
from gilde.dialogue.models import Hold, Saved


def saved(person_id: int, reader: Actor) -> Records:
    """What was saved for later, as far as ``reader`` still reads it."""
    return Records("saved", _("Saved for later"), _saved(person_id, reader), _SAVED)


def reviewed(person_id: int, reader: Actor) -> Records:
    """What waited for a host before others could read it, and what became of it."""
    return Records("reviewed", _("What a host looked at first"), _reviewed(person_id, reader), _REVIEWED)


_SAVED = {"title": _("Title"), "address": _("Address"), "at": _("When")}


def _saved(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = Saved.objects.filter(may_name(reader, "contribution_id"), person_id=person_id)
    for row in rows.select_related("contribution").order_by("pk").iterator(chunk_size=500):
        yield {"title": row.contribution.title, "address": row.contribution.get_absolute_url(), "at": row.at}


_REVIEWED = {
    "in": _("In"),
    "why": _("Why it waited"),
    "at": _("When"),
    "outcome": _("What became of it"),
    "decided_at": _("Decided on"),
    "note": _("What the host wrote to me"),
}


def _reviewed(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    """Decisions about one's own words, without who decided; the words themselves are among what was shared."""
    rows = Hold.objects.filter(writer_id=person_id).annotate(readable=may_name(reader, "contribution_id"))
    for row in rows.select_related("contribution").order_by("pk").iterator(chunk_size=500):
        mine = row.answer_id is None and row.comment_id is None
        yield {
            "in": row.contribution.title if mine or row.readable else "",
            "why": row.get_why_display(),
            "at": row.at,
            "outcome": row.get_outcome_display() if row.outcome else "",
            "decided_at": row.ended_at,
            "note": row.note,
        }
