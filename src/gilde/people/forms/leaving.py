"""Going for good asks for a word that nobody types by accident."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gilde.core.forms import LineField


class EraseForm(forms.Form):
    """One's own handle, typed."""

    confirmation = LineField(
        label=gettext_lazy("Type your @name to confirm"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, handle: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handle = handle

    def clean_confirmation(self) -> str:
        """The handle itself, with or without the @."""
        typed: str = self.cleaned_data["confirmation"]
        if typed.lstrip("@").lower() != self.handle:
            raise forms.ValidationError(_("This is not your @name. Yours is %(handle)s.") % {"handle": self.handle})
        return typed
