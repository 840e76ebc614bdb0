"""The outer middlewares: every answer carries its security headers, faults become readable pages, pages are packed.

``SecurityHeaders`` stands outside ``Faults``, so that the page of a fault carries them too.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from gilde.core.db.ended import ended_for_another
from gilde.core.packing import pack
from gilde.core.rules import Refusal
from gilde.core.views.again import answer_again
from gilde.core.views.faults import Fault, fault_for, fault_response

logger = logging.getLogger("gilde.faults")

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# A form may carry several files and its text; beyond this nothing is read at all.
_FILES_PER_REQUEST: Final = 10


class Faults:
    """Turns exceptions that have something to say into pages, wherever below they were raised.

    Django gives exceptions of views to ``process_exception``. Those of other middlewares it turns into a 500 by
    itself, so they are noted by a signal and answered here afterwards.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        got_request_exception.connect(_note_exception, dispatch_uid="gilde.core.middleware.faults")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer from below, or the page of the fault that happened there."""
        fault = _unreadable(request)
        if fault is not None:
            return _answer_from_outside(request, fault)
        response = self.get_response(request)
        error = getattr(request, "gilde_exception", None)
        if response.status_code == 500 and error is not None:
            fault = fault_for(error)
            if fault is not None:
                response.close()
                return _answer_from_outside(request, fault)
        if response.status_code == 405 and request.method == "GET" and not response.streaming:
            return _form_only(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The page for an exception that a view raised; None leaves it to Django.

        A view whose transaction was ended in favour of another one is asked once more.
        """
        if not ended_for_another(exception):
            return self._page(request, exception)
        try:
            return answer_again(request)
        except Exception as error:
            page = self._page(request, error)
            if page is None:
                raise
            return page

    def _page(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        fault = fault_for(exception)
        if fault is None:
            return None
        if fault.status >= 500:
            logger.error("%s %s: %s: %s", request.method, request.path, type(exception).__name__, exception)
        elif not isinstance(exception, Refusal):
            logger.warning("%s %s: %s", request.method, request.path, type(exception).__name__)
        return fault_response(request, fault)


def _note_exception(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:  # noqa: ARG001
    if request is not None:
        request.gilde_exception = sys.exc_info()[1]  # type: ignore[attr-defined]


def _unreadable(request: HttpRequest) -> Fault | None:
    """Why this request is not even looked at, if so.

    NUL bytes are refused here in addresses only; in what people type they are refused at the field by the form, so
    that nothing typed is lost (:mod:`gilde.core.forms`).
    """
    with translation.override(_language(request)):
        if request.method not in _METHODS:
            return Fault(405, _("Not possible"), _("This kind of request does not work here."))
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path_info or "\x00" in query or "%00" in query:
            return Fault(
                400, _("We could not read this"), _("The address contains a character that does not belong there.")
            )
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return Fault(400, _("We could not read this"), _("What you sent did not arrive complete."))
        if length > settings.MAX_UPLOAD_BYTES * _FILES_PER_REQUEST + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return Fault(413, _("Too much at once"), _("What you sent is too large. Send fewer or smaller files."))
    return None


def _form_only(request: HttpRequest, refused: HttpResponseBase) -> HttpResponseBase:
    """Words for who opens the address of a form by itself: a phone that fetches a tab anew, a bookmark of an answer."""
    if "text/html" not in request.headers.get("Accept", ""):
        return refused
    with translation.override(refused.get("Content-Language", "") or _language(request)):
        sentence = _("This address takes what a form sends, and has no page. Go back to the page with the form.")
        page = fault_response(request, Fault(405, _("Not possible"), sentence))
    for name, value in refused.items():
        if name != "Content-Length":
            page.setdefault(name, value)
    return page


def _answer_from_outside(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The page of a fault when the middlewares that choose a language did not run."""
    with translation.override(_language(request)):
        return fault_response(request, fault)


def _language(request: HttpRequest) -> str:
    return translation.get_language_from_request(request)


class SecurityHeaders:
    """Adds the security headers that a view did not set itself.

    ``Cache-Control: no-store`` goes on every answer to a request that carries a session, because the next person at
    the same computer must not find it; a view that knows better (files) sets its own. What visitors get may be kept by
    a cache on the way, for who asks for the same language and has the same cookies.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.headers = fixed_headers()
        self.headers_of_static = headers_of_static()
        self.policy_of_admin = content_security_policy(trusted_types=False)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer from below with its headers."""
        response = self.get_response(request)
        if request.resolver_match is not None and request.resolver_match.app_name == "admin":
            response.headers.setdefault("Content-Security-Policy", self.policy_of_admin)
        is_static = request.resolver_match is None and isinstance(response, FileResponse)  # whitenoise's, of no view
        for name, value in (self.headers_of_static if is_static else self.headers).items():
            response.headers.setdefault(name, value)
        cookie = settings.SESSION_COOKIE_NAME
        if "Cache-Control" not in response.headers and (
            cookie in response.cookies or (cookie in request.COOKIES and hasattr(request, "session"))
        ):
            response.headers["Cache-Control"] = "no-store"
        elif "Content-Language" in response.headers:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def fixed_headers() -> dict[str, str]:
    """The headers that are the same for every answer of this installation."""
    headers = {
        "Content-Security-Policy": content_security_policy(),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": _PERMISSIONS,
    }
    if settings.SECURE:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


def headers_of_static() -> dict[str, str]:
    """The fewer headers of style sheets, scripts and drawings of ours: most of the others are about pages.

    With a first visit everyone pays for them, uncompressed, once per file.
    """
    kept = ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy", "Strict-Transport-Security")
    headers = {name: value for name, value in fixed_headers().items() if name in kept}
    return {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", **headers}


_PERMISSIONS: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation",
        "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


def content_security_policy(*, trusted_types: bool = True) -> str:
    """The policy of every page: everything from this site, nothing inline, nobody may frame it.

    Trusted Types keep text from becoming a script; ``ui/trusted.js`` holds the one policy, which lets htmx swap HTML.
    Django's admin comes with scripts that do not know them and goes without (``trusted_types=False``).

    An OpenID Connect provider is a lawful target of the log-in form, since browsers hold redirects after a form to
    ``form-action`` too.
    """
    form_targets = ["'self'"]
    for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", []):
        provider = urlsplit(app["settings"]["server_url"])
        form_targets.append(f"{provider.scheme}://{provider.netloc}")
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "media-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": " ".join(form_targets),
        "frame-ancestors": "'none'",
    }
    if trusted_types:
        directives["require-trusted-types-for"] = "'script'"
        directives["trusted-types"] = "default"
    if settings.SECURE:
        directives["upgrade-insecure-requests"] = ""
    return "; ".join(f"{name} {value}".strip() for name, value in directives.items())


_SHORTEST: Final = 200  # bytes; below that there is nothing to win


class Compress(GZipMiddleware):
    """Django's, with another level for everything that is not streamed."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, packed when the browser takes that and it makes it shorter."""
        if response.streaming or response.has_header("Content-Encoding"):
            streamed: HttpResponseBase = super().process_response(request, response)
            return streamed
        content: bytes = response.content  # type: ignore[attr-defined]
        if len(content) < _SHORTEST:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if not re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            return response
        packed = pack(content, self.max_random_bytes)
        if len(packed) >= len(content):
            return response
        response.content = packed  # type: ignore[attr-defined]
        response.headers["Content-Length"] = str(len(packed))
        response.headers["Content-Encoding"] = "gzip"
        tag = response.headers.get("ETag", "")
        if tag.startswith('"'):
            response.headers["ETag"] = f"W/{tag}"  # RFC 9110, section 8.8.1: the bytes differ, the content does not
        return response
