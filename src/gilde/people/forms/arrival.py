"""The first things after signing up: a name, and what one is interested in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gilde.people.forms.photo import CropForm
from gilde.people.forms.profile import HandleField, NameField
from gilde.people.forms.words import MOST_WORDS, WordsField
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


class TopicsField(forms.MultipleChoiceField):
    """Ticked words. What is alive changes while somebody reads, so a word that was on the screen a minute ago is kept
    as if it had been typed.
    """

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[str]:
        """The words, cleaned as typed ones are."""
        words: list[str] = WordsField().clean(",".join(self.to_python(value)))
        return words


class ThreeInterestsForm(forms.Form):
    """A few words from what is alive here, and room for others."""

    chosen = TopicsField(label=_("What is talked about here"), required=False)
    words = WordsField(
        label=_("Something else"), help_text=_("What you want to hear and learn more about, separated by commas.")
    )

    def __init__(self, *args: Any, topics: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(topic, topic) for topic in topics]  # type: ignore[attr-defined]
        if not topics:  # a new house: nothing to tick, so nothing that these words are besides
            self.fields["words"].label = _("Subjects")

    @property
    def names(self) -> list[str]:
        """What was ticked, then what was typed."""
        return [*self.cleaned_data["chosen"], *self.cleaned_data["words"]]

    def clean(self) -> dict[str, Any]:
        """At least one word, at most fifteen.

        Raises:
            ValidationError: without any, or with more than a profile carries.
        """
        data = super().clean() or self.cleaned_data
        many = len(data.get("chosen", ())) + len(data.get("words", ()))
        if not many and not self.errors:
            raise forms.ValidationError(_("Choose what you like to hear about, or skip this for now."))
        if many > MOST_WORDS:
            raise forms.ValidationError(
                ngettext("Use at most %(most)d word.", "Use at most %(most)d words.", MOST_WORDS) % {"most": MOST_WORDS}
            )
        return data
