"""The form with which a host decides about something that waits."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import LineField


class RemoveForm(forms.Form):
    """One sentence for the person who wrote it."""

    note = LineField(
        max_length=500,
        required=False,
        label=_("Why not, in one sentence for the person who wrote it"),
        help_text=_("They will read this, and keep their text to share it again in other words."),
    )
