"""The files of a text as its form has them: new ones, and what its pictures show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import LineField

ALT: Final = "alt"  # the field of a picture that is sent now; "alt-12" is that of one that is here already
ALT_LENGTH: Final = 200  # a sentence or two: it is read aloud
_LONGEST_NUMBER: Final = 18
_alt = LineField(
    max_length=ALT_LENGTH,
    required=False,
    error_messages={
        "max_length": _("Say in at most %(limit_value)d characters what a picture shows; this has %(show_value)d.")
    },
)


class SeveralFiles(forms.FileInput):
    """A file chooser that takes several at once; the view keeps them one by one, so that no good one is lost."""

    allow_multiple_selected = True


class FilesForm(forms.Form):
    """A text with files that are added; the view keeps those one by one.

    Attributes:
        alts: what was typed about pictures that are here already, by the number of their file.
        described: the same, cleaned; without what is too long.
        alt: what was typed about a picture that could not be kept.
    """

    # Django takes fields out of the class, so this does not hide the form's own ``files``.
    files = forms.FileField(required=False, label=_("Files"), widget=SeveralFiles())  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alts = _alts_in(self.data if self.is_bound else self.initial)
        self.described: dict[int, str] = {}
        self.alt = ""

    def clean(self) -> dict[str, Any]:
        """Descriptions of pictures are cleaned with the fields."""
        for number, typed in self.alts.items():
            self.describe(number, typed)
        return super().clean() or self.cleaned_data

    def describe(self, number: int, typed: str) -> None:
        """Take ``typed`` as what that picture shows; what cannot be kept becomes an error and stays in its field."""
        self.alts[number] = typed
        try:
            self.described[number] = str(_alt.clean(typed))
        except ValidationError as error:
            self.add_error("files", error)


def _alts_in(data: Mapping[str, Any]) -> dict[int, str]:
    """What is typed in the fields of pictures: in a form that was sent, or in a draft of it."""
    found: dict[int, str] = {}
    for name in data:
        number = name.removeprefix(f"{ALT}-")
        if number != name and number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER:
            found[int(number)] = str(data[name])
    return found
