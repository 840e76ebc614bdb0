"""Where somebody who found a hole tells the operator (RFC 9116)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from gilde.core.clock import now

_HOLDS: Final = timedelta(days=180)  # the standard asks for less than a year


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """``/.well-known/security.txt``; it does not exist where the operator named no contact.

    ``Expires`` is counted from today, because the operator confirms the contact by running the installation with it.
    """
    del request
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (now() + _HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    ]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=3600)
    return response
