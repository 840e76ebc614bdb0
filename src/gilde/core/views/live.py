"""The one address of live streams."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from gilde.core.actor import Actor
from gilde.core.live.hearing import Listener, may_hear

MOST_TOPICS = 20


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

    Visitors get 204, which tells the browser not to come back.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None or not request.session.session_key:
        return HttpResponse(status=204)
    asked = dict.fromkeys(request.GET.getlist("topic")[:MOST_TOPICS])
    topics = (f"person:{actor.person_id}", *(topic for topic in asked if may_hear(actor, topic)))
    last = request.headers.get("Last-Event-ID", "")
    since = int(last) if last.isascii() and last.isdigit() and len(last) <= 18 else None
    return LiveResponse(Listener(request.session.session_key, actor.person_id, topics, since))
