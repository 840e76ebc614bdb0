"""The answer of ``handler429``: allauth's own limits end here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from gilde.core.limits import Verdict
from gilde.people.adapter import too_many


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Too many of these in a minute."""
    return too_many(request, Verdict(False, 60))
