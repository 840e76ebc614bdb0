"""Inviting somebody from outside to one conversation."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.communities.forms.addresses import read_address
from gilde.core.forms import ProseField

_LIFETIMES: Final = [("1", _("a day")), ("7", _("a week")), ("30", _("a month"))]


class GuestMailForm(forms.Form):
    """One address and a word."""

    email = ProseField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    note = ProseField(
        label=_("Personal note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why did you think of them? This goes into the email."),
    )

    def clean_email(self) -> str:
        """The address in small letters, or a sentence."""
        found = read_address(str(self.cleaned_data["email"]))
        if not found:
            raise forms.ValidationError(_("Enter one email address."))
        return found


class GuestLinkForm(forms.Form):
    """A link for one person."""

    lifetime = forms.TypedChoiceField(label=_("How long it works"), choices=_LIFETIMES, coerce=int, initial="7")

    @property
    def term(self) -> timedelta:
        """How long it works."""
        return timedelta(days=self.cleaned_data["lifetime"])
