"""How often somebody wants mail."""

from __future__ import annotations

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from gilde.attention.notifications.enums import Rhythm


class RhythmForm(forms.Form):
    """One choice."""

    rhythm = forms.ChoiceField(
        label=_("How often do you want email?"),
        choices=lambda: [(value, capfirst(label)) for value, label in Rhythm.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
