"""The terms or the privacy page, in both languages."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gilde.core.forms import LineField, ProseField
from gilde.people.enums import PolicyKind
from gilde.ui.times import number

_MOST: Final = 50_000  # characters


def _text(label: Any, language: str) -> ProseField:
    area = forms.Textarea(attrs={"rows": 18, "lang": language, "spellcheck": "true"})
    return ProseField(label=label, required=False, max_length=_MOST, widget=area)


class PolicyForm(forms.Form):
    """Text in Dutch and English, what changed, and whether people are asked again."""

    nl = _text(gettext_lazy("In Dutch"), "nl")
    en = _text(gettext_lazy("In English"), "en")
    changed_nl = LineField(label=gettext_lazy("What changed, in Dutch"), required=False, max_length=300)
    changed_en = LineField(label=gettext_lazy("What changed, in English"), required=False, max_length=300)
    important = forms.BooleanField(
        label=gettext_lazy("Ask everyone to agree again"),
        required=False,
    )

    def __init__(self, *args: Any, receivers: int, **kwargs: Any) -> None:
        """With the number of people who are asked and get an email when it is important."""
        super().__init__(*args, **kwargs)
        told = ngettext(
            "%(number)s person gets an email about it now, whatever they chose for other email.",
            "%(number)s people get an email about it now, each in their own language and whatever they chose for other "
            "email.",
            receivers,
        ) % {"number": number(receivers)}
        asked = _(
            "For a change that matters. Everyone reads what changed before going on, and can download their data and "
            "leave instead."
        )
        self.fields["important"].help_text = f"{asked} {told}" if receivers else asked

    def clean(self) -> dict[str, Any]:
        """Words in one language at least, and for who is asked again a line that says what changed.

        Raises:
            ValidationError: when there are none.
        """
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("nl") and not data.get("en"):
            raise forms.ValidationError(_("Write this page in Dutch, in English, or in both."))
        if data.get("important") and not data.get("changed_nl") and not data.get("changed_en"):
            self.add_error("changed_nl", _("Say in a line what changed: it is the first thing people read."))
        return data


def shown_numbers(text: str) -> dict[str, int]:
    """The versions that stood beside a button: "terms:3 privacy:0" → numbers by kind, as far as they can be read."""
    numbers = {}
    for part in text.split()[: len(PolicyKind)]:
        kind, _colon, number = part.partition(":")
        if kind in PolicyKind.values and number.isascii() and number.isdigit() and len(number) < 19:
            numbers[kind] = int(number)
    return numbers
