"""Saying what is not right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import ProseField
from gilde.governance.rules.report import LONGEST

ELSE: Final = "else"  # none of the agreements


class ReportForm(forms.Form):
    """Which agreement, or none of them, and what happened in one's own words."""

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
        choices = [*((text, text) for text in agreements), (ELSE, _("Something else"))]
        self.fields["rule"].choices = choices  # type: ignore[attr-defined]

    def clean_rule(self) -> str:
        """The agreement as it was offered; empty for something else."""
        chosen: str = self.cleaned_data["rule"]
        return "" if chosen == ELSE else chosen


class AppealForm(forms.Form):
    """Why someone should look again."""

    words = ProseField(
        label=_("Why should someone else look at this again?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a few words why.")},
    )
