"""The one address of live streams."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.views.decorators.http import require_GET

from gilde.core.actor import Actor
from gilde.core.live.hearing import Listener, heard_of
from gilde.core.models.signal import Signal

MOST_TOPICS = 20
_COMMITTING: Final = timedelta(seconds=2)  # a signal has its moment some time before it can be read


class LiveResponse(HttpResponse):
    """Says that a stream may begin. The server goes on with it (``config/web``), without a thread.

    A server that cannot do that answers with an empty stream, and the browser tries again in a minute.
    """

    def __init__(self, listener: Listener) -> None:
        super().__init__(b"retry: 60000\n\n", content_type="text/event-stream")
        self.listener = listener
        self["Cache-Control"] = "no-store"
        self["X-Accel-Buffering"] = "no"  # nginx would keep it all to itself


@require_GET
def live(request: HttpRequest) -> HttpResponse:
    """A stream of what changes: always what concerns oneself, and each ``topic`` asked for that one may hear.

    A page says the moment when it was made (``since``), and hears what came between that and its stream.
    Visitors get 204, which tells the browser not to come back.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None or not request.session.session_key:
        return HttpResponse(status=204)
    asked = dict.fromkeys(request.GET.getlist("topic")[:MOST_TOPICS])
    topics = (f"person:{actor.person_id}", *heard_of(actor, asked))
    return LiveResponse(Listener(request.session.session_key, actor.person_id, topics, _heard_last(request)))


def _heard_last(request: HttpRequest) -> int | None:
    """The last signal this reader knows of: the one a broken stream ended with, else what was there at ``since``."""
    last = request.headers.get("Last-Event-ID", "")
    if last.isascii() and last.isdigit() and len(last) <= 18:
        return int(last)
    try:
        made_at = parse_datetime(request.GET.get("since", ""))
    except ValueError:
        made_at = None
    if made_at is None or not is_aware(made_at) or made_at.year < 2000:
        return None
    later = Q(at__gt=made_at - _COMMITTING)
    known = Signal.objects.aggregate(last=Max("pk", default=0), first=Min("pk", filter=later))
    return int(known["first"] - 1 if known["first"] else known["last"])
