"""What insights hold about a person: that hosts were asked to think of them, and rules in their name."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from gilde.attention.insights.models import Cared, Quiet, ReadyRule
from gilde.core.exports import Part, Records

_CARE = {"community": _("Community"), "what": _("What"), "at": _("When")}
_RULE = {"community": _("Community"), "text": _("Text"), "at": _("Switched on")}


def export(person_id: int) -> Iterator[Part]:
    """Where hosts see this person among those to think of, who was seen to, and ready rules in their name."""
    yield Records("care", _("Where hosts were asked to think of me"), _care(person_id), _CARE)
    yield Records("ready-rules", _("Ready rules in my name"), _rules(person_id), _RULE)


def _care(person_id: int) -> Iterator[dict[str, object]]:
    for quiet in Quiet.objects.filter(person_id=person_id).select_related("community").order_by("pk"):
        yield {"community": quiet.community.name, "what": quiet.away, "at": None}
    for cared in Cared.objects.filter(person_id=person_id).select_related("community").order_by("pk"):
        yield {"community": cared.community.name, "what": cared.need, "at": cared.at}


def _rules(person_id: int) -> Iterator[dict[str, object]]:
    for row in ReadyRule.objects.filter(host_id=person_id).select_related("community").order_by("pk"):
        yield {"community": row.community.name, "text": row.text, "at": row.on_since}
