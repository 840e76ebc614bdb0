"""The compliments and signs of appreciation in somebody's download, given and received."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.exports import Part, Records
from gilde.dialogue.enums import ComplimentState
from gilde.dialogue.exports.named import may_name
from gilde.dialogue.models import Appreciation, Compliment, Contribution


def thanks(person_id: int, reader: Actor) -> Iterator[Part]:
    """Compliments received and given, and what was appreciated."""
    yield Records("compliments-received", _("Compliments I received"), _received(person_id, reader), _COMPLIMENT)
    yield Records("compliments-given", _("Compliments I gave"), _given(person_id, reader), _COMPLIMENT)
    yield Records("appreciations", _("What I appreciated"), _appreciations(person_id, reader), _APPRECIATION)


_COMPLIMENT = {
    "text": _("Text"),
    "from": _("From"),
    "to": _("To"),
    "about": _("About"),
    "skill": _("Skill"),
    "behaviour": _("Behaviour"),
    "at": _("When"),
    "state": _("Who can see it"),
}


def _compliments(rows: QuerySet[Compliment], reader: Actor, *, with_state: bool) -> Iterator[dict[str, object]]:
    rows = rows.annotate(readable=may_name(reader, "contribution_id")).order_by("pk")
    for row in rows.select_related("giver", "receiver", "contribution", "skill", "behaviour"):
        readable = row.contribution is not None and row.readable  # type: ignore[attr-defined]
        yield {
            "text": row.text,
            "from": row.giver.name,
            "to": row.receiver.name,
            "about": row.contribution.title if readable and row.contribution else row.about,
            "skill": row.skill.name if row.skill is not None else "",
            "behaviour": row.behaviour.text if row.behaviour is not None else "",
            "at": row.at,
            "state": row.get_state_display() if with_state else "",
        }


def _received(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = Compliment.objects.filter(receiver_id=person_id).exclude(state=ComplimentState.WITHDRAWN)
    yield from _compliments(rows, reader, with_state=True)


def _given(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    # What the receiver decided is theirs to know.
    yield from _compliments(Compliment.objects.filter(giver_id=person_id), reader, with_state=False)


_APPRECIATION = {"sign": _("Appreciation"), "of": _("What it was for"), "address": _("Address"), "at": _("When")}


def _appreciations(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = (
        Appreciation.objects.filter(person_id=person_id)
        .annotate(under=Coalesce("contribution_id", "answer__contribution_id", "comment__contribution_id"))
        .annotate(readable=may_name(reader, "under"))
        .select_related("contribution", "answer__contribution", "comment__contribution")
    )
    for row in rows.order_by("pk").iterator(chunk_size=500):
        target = row.contribution or row.answer or row.comment
        readable = target is not None and row.readable
        title = target.title if isinstance(target, Contribution) else target.contribution.title if target else ""
        yield {
            "sign": row.get_kind_display(),
            "of": title if readable else "",
            "address": target.get_absolute_url() if readable and target else "",
            "at": row.at,
        }
