"""Codes of an authenticator app: adding one, and showing one.

allauth makes another secret at every look at the page that adds an app, and remembers a used code for half a minute.
"""

from __future__ import annotations

import time
from typing import Any, Final

from allauth.account import app_settings
from allauth.core import context
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.cache import cache

_MADE_KEY: Final = "gilde_totp_made"


class ActivateAppForm(ActivateTOTPForm):
    """allauth's, with one secret for a quarter of an hour: who scanned it, looked elsewhere and came back, or has the
    page open twice, still types a code that is right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        shown = session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if self.is_bound:
            return
        if shown and time.time() - session.get(_MADE_KEY, 0) < app_settings.REAUTHENTICATION_TIMEOUT:
            self.secret = session[SECRET_SESSION_KEY] = shown
        else:
            session[_MADE_KEY] = time.time()


class _EachCodeOnce(BaseAuthenticateForm):
    """A code of an app works once in all the time in which it works: its own half minute, and the steps before and
    after it that ``MFA_TOTP_TOLERANCE`` allows."""

    def clean_code(self) -> str:
        """As allauth's; a code that was used is wrong, and is not even tried, so that it clears no count of guesses."""
        digits = "".join(sign for sign in self.cleaned_data["code"] if sign in "0123456789")
        used = f"gilde.totp.used:{self.user.pk}:{digits[: mfa_settings.TOTP_DIGITS]}"
        if len(digits) == mfa_settings.TOTP_DIGITS and cache.get(used):
            raise get_adapter().validation_error("incorrect_code")
        code: str = super().clean_code()
        works_for = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
        if self.authenticator.type == Authenticator.Type.TOTP and not cache.add(used, "y", timeout=works_for):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(_EachCodeOnce, AuthenticateForm):
    """allauth's second step while logging in; each code once."""

    @property
    def has_app(self) -> bool:
        """Whether there is an app to look at; who has a passkey alone has recovery codes beside it."""
        return Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).exists()


class ProofForm(_EachCodeOnce, ReauthenticateForm):
    """allauth's proof of who one is, later in a session; each code once."""
