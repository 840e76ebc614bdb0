"""Where a mail provider brings mail. django-anymail knows how each says it, and checks that it is them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import islice
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gilde.gateways.letterbox.actions.receive import receive
from gilde.gateways.letterbox.bounds import MOST_HEADERS
from gilde.gateways.letterbox.envelope import read_top
from gilde.gateways.letterbox.tasks import read_mail

logger = logging.getLogger("gilde.letterbox")

# The library makes an object of each receiver, and its time grows with their number; ours stands on the envelope too.
_RECEIVERS: Final = 4_000  # characters of one list
_MOST_RECEIVERS: Final = 40  # of one list that comes as rows
_MOST_HEADERS: Final = 1_000
_LISTS: Final = frozenset({"to", "cc", "bcc", "from", "reply-to", "resent-to", "resent-cc", "resent-from"})
# Headers that say what a mail is made of: the parser's time grows with the square of their length.
_CONTENT: Final = re.compile(rb"^content-[^\n]*+(?:\n[ \t][^\n]*+)*+\n?", re.IGNORECASE | re.MULTILINE)
_VIEWS: Final = {
    "mailersend": "MailerSendInboundWebhookView",
    "mailgun": "MailgunInboundWebhookView",
    "mailjet": "MailjetInboundWebhookView",
    "mandrill": "MandrillCombinedWebhookView",
    "postal": "PostalInboundWebhookView",
    "postmark": "PostmarkInboundWebhookView",
    "sendgrid": "SendGridInboundWebhookView",
    "sparkpost": "SparkPostInboundWebhookView",
}


@csrf_exempt  # a provider has no cookie; it proves itself by basic authentication and, where it can, a signature
@require_http_methods(["HEAD", "POST"])
def webhook(request: HttpRequest) -> HttpResponseBase:
    """Take in what the provider brings. 200 after it is kept; anything we cannot read is not worth a second try."""
    provider = settings.MAIL_IN_PROVIDER
    if not provider:
        raise Http404
    _let_mail_in(request)
    view = _view(provider)
    try:
        answer: HttpResponseBase = view.as_view()(request)
    except RequestDataTooBig:
        return HttpResponse("This mail is too large.", status=413, content_type="text/plain")
    except SuspiciousOperation:
        return HttpResponse("Not accepted.", status=403, content_type="text/plain")
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        logger.warning("a mail by %s could not be read: %s", provider, type(error).__name__)
        return HttpResponse("This is no mail we can read.", status=400, content_type="text/plain")
    return answer


def _let_mail_in(request: HttpRequest) -> None:
    """Read the body here: the limit for forms would keep out a mail with a photograph.

    Not for ``multipart/form-data``: there files go to the disk one by one.
    """
    if request.content_type == "multipart/form-data" or request.method != "POST":
        return
    most = settings.MAIL_IN_BYTES * 3 // 2  # base64 in JSON
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise RequestDataTooBig("This mail is too large.")
    request._body = request.read(most)  # type: ignore[attr-defined]


@cache
def _view(provider: str) -> Any:
    """The view of django-anymail for this provider, which does not take raw mail apart: a task does that later."""
    from anymail.inbound import AnymailInboundMessage
    from anymail.signals import inbound

    class Careful(AnymailInboundMessage):  # type: ignore[misc]
        """A mail whose bytes are kept as they came. Here only its headers are looked at, whatever hangs below them."""

        @classmethod
        def parse_raw_mime_bytes(cls, b: bytes) -> Any:
            made = super().parse_raw_mime_bytes(_CONTENT.sub(b"", read_top(b)))
            made.as_it_came = b
            return made

        @classmethod
        def construct(
            cls,
            to: Any = None,
            cc: Any = None,  # noqa: ARG003
            bcc: Any = None,  # noqa: ARG003
            headers: Any = None,
            **more: Any,
        ) -> Any:
            """Of thousands of receivers the first."""
            made = super().construct(to=str(to)[:_RECEIVERS] if to else None, headers=_short(headers), **more)
            made.policy = made.policy.clone(refold_source="none")
            return made

    module = import_module(f"anymail.webhooks.{provider}")
    module.AnymailInboundMessage = Careful  # type: ignore[attr-defined]
    inbound.connect(_take_in, dispatch_uid="gilde.letterbox")
    view = getattr(module, _VIEWS[provider])
    if not hasattr(view, "_addresses"):
        return view

    class Brief(view):  # type: ignore[misc, valid-type]
        """A provider whose lists of receivers come as rows."""

        @classmethod
        def _addresses(cls, full_list: Any) -> Any:
            return super()._addresses(full_list[:_MOST_RECEIVERS] if full_list else full_list)

    return Brief


def _short(headers: Mapping[str, str] | Iterable[tuple[str, str]] | None) -> Iterator[tuple[str, str]]:
    """The first headers of those that come one by one, fewer than a mail may have; lists of addresses cut."""
    room = MOST_HEADERS // 2  # the library adds some of its own, and above the other half a mail is refused
    for name, value in islice(headers.items() if isinstance(headers, Mapping) else headers or (), _MOST_HEADERS):
        room -= len(name) + len(value)
        if room < 0:
            return
        yield name, value[:_RECEIVERS] if name.lower() in _LISTS else value


def _take_in(event: Any, esp_name: str, **_more: Any) -> None:
    message = event.message
    raw = getattr(message, "as_it_came", None) or message.as_bytes()
    arrived = receive(raw=raw, way=esp_name.lower()[:12], recipients=str(message.envelope_recipient or ""))
    if arrived is not None:
        with transaction.atomic():
            read_mail.enqueue(arrived.pk)
