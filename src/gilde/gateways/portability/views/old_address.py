"""Links from elsewhere keep working: addresses from a former site lead to where the content is now."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from gilde.core.actor import Actor
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.gateways.portability.models import OldAddress
from gilde.people.models import Person


def _address(actor: Actor, old: OldAddress) -> str | None:
    """Where the content is, for who may see it."""
    if old.target == "contribution":
        thread = Contribution.objects.visible_to(actor).filter(pk=old.target_id).first()
        return thread.get_absolute_url() if thread else None
    if old.target == "answer":
        answer = Answer.objects.visible_to(actor).select_related("contribution").filter(pk=old.target_id).first()
        return answer.get_absolute_url() if answer else None
    if old.target == "comment":
        comment = Comment.objects.visible_to(actor).select_related("contribution").filter(pk=old.target_id).first()
        return comment.get_absolute_url() if comment else None
    if old.target == "person":
        person = Person.objects.visible_to(actor).filter(pk=old.target_id).first()
        return person.get_absolute_url() if person else None
    return None


@require_safe
def old_address(request: HttpRequest, path: str) -> HttpResponse:
    """The last address of all: redirect what was imported, and 404 for the rest.

    It stands after every other route, so it also adds the closing slash that Django would add to a known address.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if path.startswith("/") or len(path) > 500 or "\x00" in path:
        raise Http404
    if not path.endswith("/"):
        try:
            match = resolve(f"/{path}/")
        except Resolver404:
            match = None
        if match is not None and match.func is not old_address:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"/{path}/" + (f"?{query}" if query else ""))
    candidates = {f"/{path}", f"/{path.rstrip('/')}"}
    found = list(OldAddress.objects.filter(path__in=candidates).order_by("pk")[:20])
    host = request.get_host().partition(":")[0]
    found.sort(key=lambda row: row.host != host)
    for row in found:
        address = _address(actor, row)
        if address is not None:
            return HttpResponsePermanentRedirect(address)
    raise Http404
