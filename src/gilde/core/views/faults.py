"""What people see when something goes wrong: a page with a status, a title and a sentence that says what to do next.

The page is the template ``ui/fault.html``; when even that cannot be rendered (the database is away, a template is
broken) a plain page stands in. A trace never reaches a reader.
"""

from __future__ import annotations

import errno
import logging
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db.utils import DatabaseError, DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from gilde.core.rules import Refusal

logger = logging.getLogger("gilde.faults")

RETRY_SECONDS = 5
_DISK_IS_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
_READ_ONLY_TRANSACTION = "25006"  # SQLSTATE: we reached a PostgreSQL replica in the middle of a failover


@dataclass(frozen=True)
class Fault:
    """A fault as a person reads it.

    ``retry`` is in seconds and only set when trying again makes sense; ``way`` is where to go on, in words and as an
    address, when that is not the home page.
    """

    status: int
    title: str
    sentence: str
    retry: int | None = None
    way: tuple[str, str] | None = None


def fault_for(error: BaseException) -> Fault | None:
    """The fault to show for an exception, or None when it is a mistake of ours that belongs in the log as a 500."""
    if isinstance(error, Refusal):
        return Fault(403, _("This is not possible"), error.reason)
    if isinstance(error, RequestDataTooBig):
        return Fault(413, _("Too much at once"), _("What you sent is too large. Send a shorter text or fewer files."))
    if isinstance(error, (TooManyFieldsSent, TooManyFilesSent)):
        return Fault(400, _("Too much at once"), _("What you sent has too many parts. Send fewer at a time."))
    if isinstance(error, (UnreadablePostError, MultiPartParserError)):
        return Fault(
            400, _("It did not arrive complete"), _("What you sent did not arrive complete. Please send it again.")
        )
    if _is_away(error):
        return Fault(
            503,
            _("One moment, please"),
            _("We cannot reach our data right now. Nothing you sent before is lost. Try again in a few seconds."),
            RETRY_SECONDS,
        )
    if isinstance(error, (DataError, UnicodeEncodeError)) or (isinstance(error, ValueError) and "NUL" in str(error)):
        return Fault(
            400, _("This cannot be saved"), _("What you sent contains characters or numbers that we cannot save.")
        )
    return None


def _is_away(error: BaseException) -> bool:
    """Whether the data cannot be read or written for a while, through no fault of this request."""
    if isinstance(error, (OperationalError, InterfaceError)):
        return True
    if isinstance(error, DatabaseError):
        return getattr(error.__cause__, "sqlstate", None) == _READ_ONLY_TRANSACTION
    return isinstance(error, OSError) and error.errno in _DISK_IS_FULL


def fault_response(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The page of a fault, from the template if that can be rendered, else plain."""
    page: str
    try:
        page = render_to_string(
            "ui/fault.html",
            {"status": fault.status, "title": fault.title, "sentence": fault.sentence, "retry": fault.retry,
             "way": fault.way, "sent": request.method == "POST"},
            request=request,
        )  # fmt: skip
    except Exception:
        logger.exception("The page for a fault %d could not be rendered", fault.status)
        page = _plain_page(fault)
    response = HttpResponse(page, status=fault.status)
    if request.headers.get("HX-Request"):  # the page goes nowhere then: ui/requests.js shows the sentence instead
        response["X-Sentence"] = quote(_spoken(fault.sentence))
    if fault.retry is not None:
        response["Retry-After"] = str(fault.retry)
    if fault.status >= 500:
        response["Cache-Control"] = "no-store"
    return response


def _spoken(sentence: str) -> str:
    """The sentence without the link that some of them carry."""
    return unescape(strip_tags(sentence)) if hasattr(sentence, "__html__") else sentence


def _plain_page(fault: Fault) -> str:
    return (
        '<!doctype html><html><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(fault.title)}</title></head>"
        f"<body><main><h1>{escape(fault.title)}</h1><p>{escape(fault.sentence)}</p>"
        f'<p><a href="/">{escape(_("Go to the home page"))}</a></p></main></body></html>'
    )


# ── Django's error handlers; config/urls.py names them ───────────────────────
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler400``: a request that Django refused to read."""
    fault = fault_for(exception) or Fault(
        400, _("We could not read this"), _("Something in the address or in what you sent is not right.")
    )
    return fault_response(request, fault)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """``handler403``. Only libraries raise what leads here; why is in their words, which nobody translated."""
    return fault_response(request, Fault(403, _("This is not possible"), _("You cannot do this.")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """``handler404``: also for what exists but is not for this person, in exactly the same words."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.is_visitor:
        sentence = _("There is nothing here, or it is not open to you. Check the address or log in.")
    else:
        sentence = _("There is nothing here, or it is not open to you. Check the address.")
    return fault_response(request, Fault(404, _("Not found"), sentence))


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: a mistake of ours."""
    return fault_response(
        request,
        Fault(500, _("That went wrong"), _("Something broke on our side. It has been noted; please try again.")),
    )
