"""The middleware of the page cache (:mod:`gilde.core.pages`)."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Final

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from gilde.core.pages import MARK, Kept, version

SECONDS: Final = 600
_LARGEST: Final = 40_000  # bytes; a page beyond it costs more memory than it saves
_KEPT_HEADERS: Final = ("Content-Type", "Content-Language", "Content-Encoding", "Vary", "X-Robots-Tag")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PageCache:
    """Answers visitors from the cache and keeps what may be kept. Stands outside everything that builds a page, and
    outside compression, so that what is kept is compressed once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The kept page, or a new one."""
        if not _is_plain_visit(request):
            return self.get_response(request)
        cache, key = caches["pages"], _key(request)
        # The version comes before the page is built: an act in between makes a page newer than its key, never older.
        kept: Kept | None = cache.get(key)
        if kept is not None:
            return HttpResponse(kept.body, headers=dict(kept.headers))
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _may_keep(request, response):
            headers = tuple((name, response.headers[name]) for name in _KEPT_HEADERS if name in response.headers)
            cache.set(key, Kept(response.content, headers), SECONDS)
        return response


def _is_plain_visit(request: HttpRequest) -> bool:
    cookies = request.COOKIES
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in cookies
        and "messages" not in cookies
        and "HX-Request" not in request.headers
        and "gzip" in request.headers.get("Accept-Encoding", "")
    )


def _key(request: HttpRequest) -> str:
    cookies = request.COOKIES
    parts = (
        *version(),
        request.META.get("HTTP_HOST", ""),
        request.get_full_path(),
        translation.get_language_from_request(request),
        cookies.get("gilde_theme", ""),
        cookies.get("gilde_time_zone", ""),
    )
    return blake2b(repr(parts).encode(errors="surrogateescape"), digest_size=20).hexdigest()


def _may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        getattr(response, MARK, False)
        and response.status_code == 200
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META  # a form's token is for one visitor only
        and "Cache-Control" not in response.headers
        and len(response.content) <= _LARGEST
    )
