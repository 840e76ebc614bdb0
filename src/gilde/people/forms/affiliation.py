"""Ties to organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import LineField
from gilde.people.forms.period import PeriodField
from gilde.people.models.person import NAME_LENGTH
from gilde.people.rules import affiliation as rules


class AffiliationChangeForm(forms.Form):
    """What one was there, and when."""

    title = LineField(label=_("Role or title"), max_length=120, required=False)
    started_on = PeriodField(label=_("From"), help_text=_("A year, or a year and a month: 2019 or 2019-03."))
    ended_on = PeriodField(label=_("Until"), end=True, help_text=_("Leave empty if it has not ended."))

    def clean(self) -> dict[str, Any]:
        """An end that comes before its beginning gets its sentence at the end."""
        data = super().clean() or self.cleaned_data
        if reason := rules.dates.reason(data.get("started_on"), data.get("ended_on")):
            self.add_error("ended_on", reason)
        return data


class AffiliationForm(AffiliationChangeForm):
    """A new tie; an organisation nobody named before is made on the fly."""

    organisation = LineField(
        label=_("Organisation"),
        max_length=NAME_LENGTH,
        help_text=_("Its full name. If it is new here, it gets a page of its own."),
    )
    field_order = ("organisation", "title", "started_on", "ended_on")
