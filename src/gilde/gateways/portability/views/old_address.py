"""Links from elsewhere keep working: addresses of a former site lead to where the content is now."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes

from gilde.core.actor import Actor
from gilde.gateways.portability.queries.old_address import new_address


def old_address(request: HttpRequest, path: str) -> HttpResponse:
    """The last address of all: redirect what was imported, and 404 for the rest.

    It stands after every other route, so it also adds the closing slash that Django would add to a known address.
    Whoever may not see what stood there gets the 404 of an address that never was.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method not in {"GET", "HEAD"}:
        raise Http404
    if not path.endswith("/") and _is_ours(f"/{path}/"):
        return HttpResponsePermanentRedirect(escape_leading_slashes(request.get_full_path(force_append_slash=True)))
    host = request.get_host().partition(":")[0]
    address = new_address(actor, host=host, path=f"/{path}", query=request.META.get("QUERY_STRING", ""))
    if address is None:
        raise Http404
    answer = HttpResponsePermanentRedirect(address)
    # Who may see it can change, and another reader of the same cache may not see it now.
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _is_ours(path: str) -> bool:
    """Whether a route of ours takes this path."""
    try:
        return resolve(path).func is not old_address
    except Resolver404:
        return False
