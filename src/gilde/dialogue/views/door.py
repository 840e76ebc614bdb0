"""The door to what is kept for people with an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

from gilde.core.actor import Actor

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def for_people(view: View) -> View:
    """Lead who is not logged in to the log-in page, and from there back to the page they came from.

    Unlike Django's ``login_required`` it works for acts too: after logging in nobody lands on an address that only
    takes POST, and a fragment asked for by htmx is not filled with the log-in page.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **values)
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else _page_before(request)
        address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
        return (HttpResponseClientRedirect if request.headers.get("HX-Request") else HttpResponseRedirect)(address)

    return guarded


def _page_before(request: HttpRequest) -> str:
    """The page of ours from which this act was sent, or the first page."""
    page = urlsplit(request.META.get("HTTP_REFERER", ""))
    if page.netloc != request.get_host() or not page.path.startswith("/") or page.path.startswith("//"):
        return "/"
    return f"{page.path}?{page.query}" if page.query else page.path
