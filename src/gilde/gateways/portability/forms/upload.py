"""What a host says about an export."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gilde.core.forms import clean_line
from gilde.gateways.portability.queries.upload import FORMATS, most_bytes

_SITE: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,100}[a-z0-9])?")


class KindForm(forms.Form):
    """How to read a file."""

    format = forms.ChoiceField(label=gettext_lazy("Kind of export"), required=False)
    site = forms.CharField(
        label=gettext_lazy("Where it comes from"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only if the file does not say so, for example <em>forum.example.org</em>."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, str(label)) for name, (label, _hint) in FORMATS.items()]
        self.fields["format"].choices = [("", _("Recognise it for me")), *choices]  # type: ignore[attr-defined]

    def clean_site(self) -> str:
        """A host, whatever stood around it."""
        text = clean_line(self.cleaned_data["site"]).lower()
        host = re.sub(r"^[a-z]+://", "", text).partition("/")[0].rpartition("@")[2]
        if text and not _SITE.fullmatch(host):
            raise forms.ValidationError(_("Write it like forum.example.org."))
        return host


class UploadForm(KindForm):
    """An export to look at."""

    file = forms.FileField(
        label=gettext_lazy("File or ZIP"),
        allow_empty_file=True,
        max_length=400,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    field_order = ("file", "format", "site")

    def clean_file(self) -> Any:
        """A file that is neither empty nor too large."""
        upload = self.cleaned_data["file"]
        if not upload.size:
            raise forms.ValidationError(_("This file is empty."))
        if upload.size > most_bytes():
            raise forms.ValidationError(
                _("This file is too large: the limit is %(number)d megabytes. Ask the operator to import it.")
                % {"number": most_bytes() // 1_000_000}
            )
        return upload
