"""The operator's account, made with the one-time link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from gilde.people.forms.profile import NameField
from gilde.people.models import Account


class SetupForm(forms.Form):
    """Name, address and password of who runs this installation."""

    name = NameField()
    email = forms.EmailField(label=_("Email"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. Add a passkey later and you can forget it."),
    )

    def clean(self) -> dict[str, Any]:
        """The password is weighed against the address."""
        data = super().clean() or self.cleaned_data
        if data.get("password"):
            try:
                validate_password(data["password"], Account(email=data.get("email", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data
