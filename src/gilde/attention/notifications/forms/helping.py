"""Whether somebody wants to be asked about questions they may know."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class HelpingForm(forms.Form):
    """Yes or no."""

    willing = forms.TypedChoiceField(
        label=_("May we ask you when someone has a question you may know the answer to?"),
        choices=[("yes", _("Yes, ask me: at most two questions a day")), ("no", _("No, do not ask me"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
