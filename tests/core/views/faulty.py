"""Addresses that fail in every way, for the tests of faults."""

import errno

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.urls import include, path
from django.utils.html import format_html
from psycopg.errors import DeadlockDetected

from gilde.core.rules import Refusal

DEADLOCK = OperationalError("deadlock detected")
DEADLOCK.__cause__ = DeadlockDetected("deadlock detected")
FAULTS = {
    "deadlock": DEADLOCK,
    "refusal": Refusal("Only <hosts> may do this."),
    "door": Refusal(format_html('Read <a href="/">what &amp; why</a>.')),
    "away": OperationalError("connection refused to db.internal"),
    "locked": OperationalError("database is locked"),
    "cut": InterfaceError("connection already closed"),
    "disk": OSError(errno.ENOSPC, "No space left on device"),
    "number": DataError("value out of range"),
    "nul": ValueError("A string literal cannot contain NUL (0x00) characters."),
    "big": RequestDataTooBig("x"),
    "half": UnreadablePostError("x"),
    "bad": BadRequest("x"),
    "suspicious": SuspiciousOperation("x"),
    "denied": PermissionDenied("Not for you."),
    "nothing": Http404(),
    "mistake": KeyError("SECRET-DETAIL"),
}


def fail(request: HttpRequest, name: str) -> HttpResponse:
    raise FAULTS[name]


def answer(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("ok")
    if "own" in request.GET:
        response["Cache-Control"] = "private, max-age=5"
        response["Content-Security-Policy"] = "sandbox"
    return response


def read_form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


class Second:
    """A view that loses against another act when it is asked first; what it says then is up to ``name``."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, request: HttpRequest, name: str = "") -> HttpResponse:
        self.asked += 1
        content = b"".join(file.read() for file in request.FILES.getlist("file"))
        if self.asked == 1:
            raise DEADLOCK
        if name:
            raise FAULTS[name]
        return HttpResponse(content)


second = Second()


class FailingBelow:
    """A middleware that fails the way one does when the database is away."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        name = request.headers.get("X-Fail")
        if name:
            raise FAULTS[name]
        if "X-Session" in request.headers:
            request.session = object()
        return self.get_response(request)


urlpatterns = [
    path("fail/<str:name>", fail),
    path("form", read_form),
    path("second/<str:name>", second),
    path("second", second),
    path("operator/", include(([path("", answer)], "admin"))),
    path("", answer),
]
handler400 = "gilde.core.views.faults.bad_request"
handler403 = "gilde.core.views.faults.permission_denied"
handler404 = "gilde.core.views.faults.not_found"
handler500 = "gilde.core.views.faults.server_error"
