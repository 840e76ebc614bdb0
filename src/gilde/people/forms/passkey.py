"""Naming a passkey. allauth gives the field no label, so that it would be called "Name" in every language."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    """allauth's, in the reader's language. "Without a password" is ticked: it is why people add a passkey, and most
    accounts here have no password; who has an older security key takes the tick away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(EditWebAuthnForm):
    """allauth's, in the reader's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
