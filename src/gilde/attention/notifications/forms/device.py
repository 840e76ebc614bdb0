"""What a browser says of itself when it wants to be told."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.attention.notifications.push_message import read_auth, read_point
from gilde.core.addresses import Unreachable, read_address


class DeviceForm(forms.Form):
    """A subscription of the Push API."""

    endpoint = forms.CharField(max_length=1000)
    public_key = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=60)

    def clean_endpoint(self) -> str:
        """An https address outside this house; what it leads to is checked again whenever something is sent."""
        text: str = self.cleaned_data["endpoint"]
        try:
            target = read_address(text)
        except Unreachable as error:
            raise forms.ValidationError(str(error)) from None
        if target.scheme != "https" and not target.is_allowed_inside:
            raise forms.ValidationError(_("We cannot use this address. Check it and try again."))
        return text

    def clean_public_key(self) -> str:
        """A point of the curve."""
        text: str = self.cleaned_data["public_key"]
        if read_point(text) is None:
            raise forms.ValidationError(_("This browser sent something we cannot read."))
        return text

    def clean_auth(self) -> str:
        """Sixteen bytes."""
        text: str = self.cleaned_data["auth"]
        if read_auth(text) is None:
            raise forms.ValidationError(_("This browser sent something we cannot read."))
        return text
