"""The page for a form whose token is gone; all other faults are answered by :mod:`gilde.core.views.faults`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gilde.core.views.faults import Fault, bad_request, fault_response, not_found, permission_denied, server_error

__all__ = ["bad_request", "csrf_failure", "not_found", "permission_denied", "server_error"]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A form was sent too late, without cookies or from another site; say how to save what was typed."""
    return fault_response(
        request,
        Fault(
            403,
            _("This form had expired"),
            # That what was typed is not lost stands below it, as on every page for something sent that failed.
            _(
                "Go back with your browser, reload the page and send it again. "
                "If it keeps happening, allow cookies for this site."
            ),
        ),
    )
