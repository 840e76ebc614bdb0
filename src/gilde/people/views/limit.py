"""The answer of ``handler429``: allauth's own limits end here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from gilde.people.adapter import too_many_at_once


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Too many of these in a minute."""
    return too_many_at_once(request)
