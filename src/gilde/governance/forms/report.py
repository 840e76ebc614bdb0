"""Saying what is not right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import ProseField
from gilde.governance.rules.report import LONGEST


class ReportForm(forms.Form):
    """Which agreement, and what happened in one's own words."""

    rule = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes closest."), "invalid_choice": _("Choose what comes closest.")},
    )
    words = ProseField(
        label=_("What is not right, in your own words?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a few words what is not right.")},
    )

    def __init__(self, *args: Any, agreements: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [(text, text) for text in agreements]  # type: ignore[attr-defined]


class AppealForm(forms.Form):
    """Why someone should look again."""

    words = ProseField(
        label=_("Why should someone else look at this again?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a few words why.")},
    )
