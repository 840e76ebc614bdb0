"""Codes out of a mail that came too late, or a second time: allauth goes back to the beginning without a word."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

View = Callable[..., HttpResponseBase]
_BEGINNINGS: Final = (
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
    "account_email",
)


def says_when_late(view: View) -> View:
    """``view`` takes a code, or what follows one; where it leads back without doing anything, it says why."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        was_inside = request.user.is_authenticated
        answer = view(request, *args, **kwargs)
        # It did what was asked, or it was the third wrong code.
        said = getattr(messages.get_messages(request), "added_new", False)
        is_sent = "code" in request.POST or "password1" in request.POST
        if is_sent and not said and request.user.is_authenticated == was_inside and _leads_back(answer):
            messages.warning(
                request,
                _("This code works no more: it was used already, or is older than 15 minutes. Ask for a new one."),
            )
        return answer

    return answered


def _leads_back(answer: HttpResponseBase) -> bool:
    to = answer.headers.get("Location", "").partition("?")[0]
    return to in {reverse(name) for name in _BEGINNINGS}
