"""Who is asking, and in which language, theme and time zone they read."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone, translation
from django_htmx.http import HttpResponseClientRedirect

from gilde.core.actor import VISITOR, Actor
from gilde.people.queries.actor import actor_of
from gilde.people.sessions import SessionStore

TIME_ZONE_COOKIE: Final = "gilde_time_zone"

# What an account without a person can still open: the pages that lead to one, its own log-in, and plain files.
_OPEN_ROOMS: Final = frozenset({"ui", "files"})
_POLICIES: Final = frozenset(
    f"people:{name}"
    for name in ("terms", "privacy", "policy_agree", "policy_edit", "policy_versions", "policy_version")
)
_OPEN_ROUTES: Final = _POLICIES | {"people:arrive", "people:come_back", "people:claim", "people:setup", "people:stay"}
# What somebody who has not agreed to changed terms opens all the same: the ways out, and what no person looks at.
_WAYS_OUT: Final = frozenset(
    {"live", "people:export", "people:export_download", "people:leave", "people:deactivate", "people:erase"}
)
_OPEN_PREFIXES: Final = ("account_", "mfa_", "socialaccount_", "openid_connect_", "usersessions_")

GetResponse = Callable[[HttpRequest], HttpResponse]


def _load(request: HttpRequest) -> Actor:
    session = request.session
    opened = session.opened() if isinstance(session, SessionStore) else None
    if opened is not None and not hasattr(request, "_cached_user"):
        request._cached_user = opened.account  # type: ignore[attr-defined]  # what Django's request.user looks at
        return opened.actor
    user = request.user
    return actor_of(user) if user.is_authenticated else VISITOR


class ActorMiddleware:
    """Sets ``request.actor`` and ``request.user``, which come with the session in one statement."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with ``request.actor`` in place. Without a session cookie nothing is loaded at all."""
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        request.actor = _load(request) if known else VISITOR  # type: ignore[attr-defined]
        response = self.get_response(request)
        # Only what somebody did: the bell and the like ask by themselves, while one is typing perhaps.
        if request.method == "POST" and "HX-Request" in request.headers and _asks_to_log_in(response):
            return _whole_page_to_log_in(request)
        if request.actor.person_id is not None:  # type: ignore[attr-defined]
            # Whose copy this is: the worker on their device forgets all copies when the next page is another's.
            response.headers["Gilde-Reader"] = str(request.actor.person_id)  # type: ignore[attr-defined]
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Who has an account and no person here (yet, or any more) first says who they are; who was asked to agree to
        changed terms reads those first. Only when reading a page: what was sent is never lost to a redirect."""
        del view, args, kwargs
        if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.account_id is None or _is_open(request):
            return None
        if actor.person_id is None:
            return HttpResponseRedirect(reverse("people:arrive") + _onward(request))
        if actor.to_agree and _is_page(request):
            return HttpResponseRedirect(reverse("people:policy_agree") + _onward(request))
        return None


def _asks_to_log_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].partition("?")[0] == resolve_url(settings.LOGIN_URL)


def _whole_page_to_log_in(request: HttpRequest) -> HttpResponse:
    """A part of a page that asks somebody to log in leads the whole page there: the form belongs in no part of it.

    From there the way leads back to the page, and not to the part."""
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    back = f"?{urlencode({'next': urlunsplit(('', '', here.path, here.query, ''))})}" if here.path else ""
    return HttpResponseClientRedirect(resolve_url(settings.LOGIN_URL) + back)


def _onward(request: HttpRequest) -> str:
    return "" if request.path == "/" else f"?{urlencode({'next': request.get_full_path()})}"


def _is_page(request: HttpRequest) -> bool:
    """Whether somebody is going somewhere: no part of a page, no stream, and not a way out."""
    match = request.resolver_match
    return "HX-Request" not in request.headers and (match is None or match.view_name not in _WAYS_OUT)


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None or match.view_name in _OPEN_ROUTES or _OPEN_ROOMS & set(match.namespaces):
        return True
    return (match.url_name or "").startswith(_OPEN_PREFIXES)


class Preferences:
    """Language: account, else cookie, else browser. Time zone: account, else cookie, else the installation's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language and time zone, and say so in the headers."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        language = actor.language or translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        name = actor.time_zone or request.COOKIES.get(TIME_ZONE_COOKIE, "")
        try:
            timezone.activate(zoneinfo.ZoneInfo(name) if name else timezone.get_default_timezone())
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            timezone.activate(timezone.get_default_timezone())
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        response.headers.setdefault("Content-Language", language)
        return response
