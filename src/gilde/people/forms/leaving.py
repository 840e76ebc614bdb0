"""Going for good asks for a word that nobody types by accident."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final, cast

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


_WAITS: Final = (
    ("1", gettext_lazy("In an hour")),
    ("24", gettext_lazy("Tomorrow")),
    ("72", gettext_lazy("In three days")),
)


class ShortenForm(forms.Form):
    """How long somebody still waits, and why it is less."""

    wait = forms.ChoiceField(
        label=gettext_lazy("When everything about them is deleted"),
        choices=_WAITS,
        widget=forms.RadioSelect,
        initial="1",
    )
    reason = LineField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy(
            "How they asked, and how you know it was them. It stays in the log when they are gone, so do not name them."
        ),
    )

    def __init__(self, *args: Any, left: timedelta, **kwargs: Any) -> None:
        """``left`` is how long they wait otherwise: what would not be shorter is no choice."""
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["wait"])
        field.choices = [it for it in _WAITS if timedelta(hours=int(it[0])) < left]

    @property
    def chosen(self) -> timedelta:
        """The wait that was chosen, of a valid form."""
        return timedelta(hours=int(self.cleaned_data["wait"]))
