"""Addresses elsewhere, as people type them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import clean_line

_validate = URLValidator(schemes=["http", "https"])


class AddressField(forms.CharField):
    """A web address; ``https://`` is put in front when it was left out."""

    widget = forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=300, **kwargs)

    def to_python(self, value: Any) -> str:
        """The whole address; a sentence when it is none."""
        text = clean_line(super().to_python(value) or "")
        if not text:
            return ""
        if "://" not in text:
            text = f"https://{text}"
        try:
            _validate(text)
            if urlsplit(text).username is not None:
                raise ValidationError("")
        except (ValidationError, ValueError):
            raise ValidationError(_("This is not a web address. It looks like https://example.org/me.")) from None
        return text
