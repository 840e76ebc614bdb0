"""The words of a ready rule."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import LineField


class ReadyForm(forms.Form):
    """One text."""

    text = LineField(
        min_length=10,
        max_length=230,
        label=_("Your words"),
        error_messages={
            "required": _("Write at least one sentence."),
            "min_length": _("Write at least one sentence."),
            "max_length": _("At most 230 characters: one or two sentences."),
        },
    )
