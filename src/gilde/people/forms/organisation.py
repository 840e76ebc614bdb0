"""What an organisation says of itself."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import LineField, ProseField
from gilde.people.forms.address import AddressField
from gilde.people.models.person import NAME_LENGTH


class OrganisationForm(forms.Form):
    """The page of an organisation, which everyone can read."""

    name = LineField(label=_("Name"), max_length=NAME_LENGTH)
    about = ProseField(
        label=_("About"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What it does and for whom. Markdown works here."),
    )
    website = AddressField(label=_("Website"), required=False)
    place = LineField(label=_("Town or city"), max_length=80, required=False)
