"""What a saved search is called, and asks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gilde.attention.search.asking import LONGEST, read
from gilde.attention.search.queries.plan import facets
from gilde.core.forms import clean_line


class NameForm(forms.Form):
    """A name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)

    def clean_name(self) -> str:
        """One line with something in it."""
        name = clean_line(self.cleaned_data["name"]).strip()
        if not name:
            raise forms.ValidationError(_("Give it a name."))
        return name


class SaveForm(NameForm):
    """A search to be saved."""

    q = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)
    kind = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    def clean_q(self) -> str:
        """Something that can be found."""
        typed: str = self.cleaned_data["q"].strip()
        if read(typed).is_empty:
            raise forms.ValidationError(_("Search for something first."))
        return typed

    def clean_kind(self) -> str:
        """A kind that there is, or none."""
        kind: str = self.cleaned_data["kind"]
        return kind if kind in facets() else ""
