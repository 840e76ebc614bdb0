"""Connecting and disconnecting log-ins elsewhere (OpenID Connect)."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.forms import DisconnectForm as LibraryForm
from django import forms
from django.utils.translation import gettext as _


class DisconnectForm(LibraryForm):
    """Allauth's, without its question for a password: here everybody comes in by a code to a proved address."""

    def clean(self) -> dict[str, Any]:
        """What was chosen, when its owner can still come in without it."""
        cleaned: dict[str, Any] = forms.Form.clean(self) or {}
        proved = EmailAddress.objects.filter(user=self.request.user, verified=True)
        if cleaned.get("account") is not None and not proved.exists():
            raise forms.ValidationError(_("First prove an email address, or you cannot get in any more."))
        return cleaned
