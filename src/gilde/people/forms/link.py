"""Links on a profile."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import LineField
from gilde.people.forms.address import AddressField


class LinkForm(forms.Form):
    """A place elsewhere that is mine."""

    url = AddressField(label=_("Address"))
    label = LineField(label=_("What it is"), max_length=60, required=False, help_text=_("For example: My blog."))
