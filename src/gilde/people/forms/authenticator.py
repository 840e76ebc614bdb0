"""Adding an authenticator app. allauth makes another secret at every look at the page."""

from __future__ import annotations

import time
from typing import Any, Final

from allauth.account import app_settings
from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY

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
