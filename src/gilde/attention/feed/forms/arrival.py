"""How often a newcomer wants mail."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.attention.notifications.enums import Rhythm

CHOICES: Final = {
    Rhythm.AT_ONCE: (
        _("At once"),
        _("Within minutes when someone answers or mentions you. The rest waits at the bell."),
    ),
    Rhythm.DAILY: (_("Once a day"), _("One email in the morning, over all your communities together.")),
    Rhythm.WEEKLY: (_("Once a week"), _("The same on Monday morning.")),
    Rhythm.NONE: (_("Never"), _("You find everything at the bell when you come by.")),
}


class FirstRhythmForm(forms.Form):
    """One choice out of four; none is made beforehand."""

    rhythm = forms.ChoiceField(
        label=_("How often do you want email?"),
        choices=[(value.value, label) for value, (label, _hint) in CHOICES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
    hints: Final = {value.value: hint for value, (_label, hint) in CHOICES.items()}
