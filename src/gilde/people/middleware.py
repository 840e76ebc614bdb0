"""Who is asking, and in which language, theme and time zone they read."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from gilde.core.actor import VISITOR, Actor
from gilde.people.models import Account
from gilde.people.queries.actor import actor_of

GetResponse = Callable[[HttpRequest], HttpResponse]


def _load(request: HttpRequest) -> Actor:
    user = request.user
    if not user.is_authenticated:
        return VISITOR
    return actor_of(cast(Account, user))


class ActorMiddleware:
    """Sets ``request.actor``, loaded on first use: session, account with person, memberships with affiliations."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with ``request.actor`` in place. Without a session cookie nothing is loaded at all."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.actor = SimpleLazyObject(lambda: _load(request))  # type: ignore[attr-defined]
        else:
            request.actor = VISITOR  # type: ignore[attr-defined]
        return self.get_response(request)


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
        name = actor.time_zone or request.COOKIES.get("gilde_time_zone", "")
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
