"""The shared ambition, behaviours and results."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gilde.core.clock import now
from gilde.core.forms import LineField, ProseField
from gilde.people.forms.address import AddressField


class AmbitionForm(forms.Form):
    """Where we want to go."""

    title = LineField(
        label=_("Ambition"), max_length=160, help_text=_("In one sentence: what do we want to achieve together?")
    )
    why = ProseField(
        label=_("Why"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Why does it matter, to us and to the people we work for? Markdown works here."),
    )


class BehaviourForm(forms.Form):
    """A behaviour one can see."""

    text = LineField(
        label=_("Behaviour"),
        max_length=200,
        help_text=_("Something you can see people do, for example “We ask a question before we give advice”."),
    )


class ResultForm(forms.Form):
    """Something that became visible."""

    text = LineField(label=_("Result"), max_length=300, help_text=_("What has changed?"))
    on = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the date as year-month-day, for example 2026-03-12.")},
    )
    evidence = LineField(
        label=_("How do we know?"), max_length=500, required=False, help_text=_("A number, a quote, or who noticed it.")
    )
    evidence_url = AddressField(label=_("Where to see it"), required=False)

    def clean_on(self) -> date:
        """A day that has been."""
        day: date = self.cleaned_data["on"]
        today = timezone.localdate(now())
        if day > today:
            raise forms.ValidationError(_("This date is in the future. Choose the day people could see the result."))
        if day.year < 1900:
            raise forms.ValidationError(_("Write the date as year-month-day, for example 2026-03-12."))
        return day
