"""Finding the community of a page: the one door through which every view of this room gets its place."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gilde.communities.enums import CAPABILITIES, Capability, Role
from gilde.communities.models import Community
from gilde.communities.queries.capability import can
from gilde.communities.queries.slug import find, now_called
from gilde.core.actor import Actor
from gilde.core.views.moved import moved

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def in_community(view: View) -> View:
    """Give the view its community instead of a ``slug``.

    Who may not know it gets 404. A former address redirects to the same page under the present one.
    """

    @wraps(view)
    def find_place(request: HttpRequest, slug: str, **values: Any) -> HttpResponse:
        actor = actor_of(request)
        community = find(actor, slug)
        if community is not None:
            return view(request, community, **values)
        present = now_called(actor, slug)
        if present is None or request.resolver_match is None:
            raise Http404
        address = reverse(request.resolver_match.view_name, kwargs={**values, "slug": present})
        query = request.META.get("QUERY_STRING", "")
        # 308 for what was sent to an old address: it keeps method and body, so nothing typed is lost.
        return moved(f"{address}?{query}" if query else address, preserve_request=request.method == "POST")

    return find_place


def for_readers(view: View) -> View:
    """Like :func:`in_community`, for pages that show what is inside: who only knows the place is led to what they may
    know of it."""

    @wraps(view)
    def find_readable(request: HttpRequest, community: Community, **values: Any) -> HttpResponse:
        if not can(actor_of(request), community, Capability.READ):
            return redirect("communities:about", community.slug)
        return view(request, community, **values)

    return in_community(find_readable)


def with_capability(capability: Capability) -> Callable[[View], View]:
    """Like :func:`in_community`, for pages that only make sense with a capability: everybody else gets 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        def find_allowed(request: HttpRequest, community: Community, **values: Any) -> HttpResponse:
            role = actor_of(request).role_in(community.pk)
            if role is None or not _ever(role, capability):
                raise Http404
            return view(request, community, **values)

        return in_community(find_allowed)

    return decorate


def _ever(role: str, capability: Capability) -> bool:
    """Whether the role allows it in a community that is not archived: in one that is, the action gives its reason."""
    return capability in CAPABILITIES[Role(role)]
