"""The three lines that introduce a community."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import LineField


class GuideForm(forms.Form):
    """What it is for, for whom, how often."""

    purpose = LineField(
        label=_("What do people come here for?"),
        max_length=200,
        help_text=_(
            "In one line, as you would tell a colleague. For example: we help each other with difficult groups."
        ),
        error_messages={"required": _("One line is enough: what do people come here for?")},
    )
    for_whom = LineField(
        label=_("For whom is it?"),
        max_length=200,
        required=False,
        help_text=_(
            "Someone who reads this knows whether they belong. For example: anyone who leads a ward or a team."
        ),
    )
    rhythm = LineField(
        label=_("How often do you meet or write?"),
        max_length=200,
        required=False,
        help_text=_("A rhythm you can keep. For example: a question every Monday, together on the first Thursday."),
    )
