"""What the letterbox holds about a person: that their replies came in by mail, and what became of them.

The replies themselves are in what they wrote; a mail is kept for some weeks only.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from gilde.core.exports import Part, Records
from gilde.gateways.letterbox.enums import State
from gilde.gateways.letterbox.models import Arrived

_COLUMNS = {"at": _("When"), "placed": _("Placed"), "reason": _("Why not, or not all of it")}


def export(person_id: int) -> Iterator[Part]:
    """Every mail of this person that came in."""
    yield Records("replies-by-email", _("Replies I sent by email"), _rows(person_id), _COLUMNS)


def _rows(person_id: int) -> Iterator[dict[str, object]]:
    for row in Arrived.objects.filter(person_id=person_id).order_by("pk").iterator(chunk_size=500):
        yield {"at": row.at, "placed": row.state == State.PLACED, "reason": row.reason}
