"""The first thing after signing up: a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.people.forms.photo import CropForm
from gilde.people.forms.profile import HandleField, NameField
from gilde.people.models import Person
from gilde.people.rules import person as rules


class ArrivalForm(CropForm):
    """Name, handle and photo; only the name is needed."""

    name = NameField(help_text=_("The name colleagues know you by."))
    handle = HandleField(
        required=False,
        help_text=_("For your address here and for mentions. Leave it empty and we make one from your name."),
    )
    photo = forms.FileField(label=_("Photo"), required=False, help_text=_("You can add one later too."))

    def __init__(self, *args: Any, placeholder: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.placeholder = placeholder

    def clean_handle(self) -> str:
        """The handle, when it is free; a placeholder keeps its own."""
        handle: str = self.cleaned_data.get("handle") or ""
        if handle and (reason := rules.handle.reason(handle, self.placeholder)):
            raise forms.ValidationError(reason)
        return handle
