"""Asking to join, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.communities.models import Community, JoinQuestion
from gilde.communities.rules.request import LONGEST_ANSWER
from gilde.core.forms import LineField, ProseField

MOST_QUESTIONS: Final = 5


class JoinForm(forms.Form):
    """Accepting the agreements and answering the questions of the communities one comes into."""

    def __init__(
        self, *args: Any, places: Sequence[Community], questions: Sequence[JoinQuestion] = (), **kwargs: Any
    ) -> None:
        """``places``: the community and those that come with it, as far as the person is new there."""
        super().__init__(*args, **kwargs)
        self.places_with_charter = [place for place in places if place.charter_id is not None]
        self.questions = questions
        for question in questions:
            self.fields[f"answer_{question.pk}"] = ProseField(
                label=question.text,
                required=question.required,
                max_length=LONGEST_ANSWER,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        if self.places_with_charter:
            self.fields["charters"] = forms.CharField(
                widget=forms.HiddenInput,
                required=False,
                initial=self._charters,
            )
            self.fields["accept"] = forms.BooleanField(
                label=_("I have read the agreements and accept them"),
                error_messages={
                    "required": _("Read the agreements and tick the box to accept them. Then you can join.")
                },
            )

    @property
    def _charters(self) -> str:
        """What is on the screen now."""
        return ",".join(str(place.charter_id) for place in self.places_with_charter)

    def clean(self) -> dict[str, Any]:
        """Agreements that changed while they were read are read again: the box empties, and stands for what is on the
        screen from now on."""
        data = super().clean() or {}
        read = _numbers(str(data.get("charters", "")))
        if any(place.charter_id not in read for place in self.places_with_charter):
            if "accept" not in self.errors:
                self.add_error("accept", _("The agreements changed while you were reading. Please read them again."))
            # Every field here has one value.
            typed = {name: value for name, value in self.data.items() if name != "accept"}
            self.data = typed | {"charters": self._charters}
        return data

    @property
    def accepted(self) -> set[int]:
        """Ids of the charters that were on the screen and accepted."""
        if not self.cleaned_data.get("accept"):
            return set()
        return _numbers(str(self.cleaned_data.get("charters", "")))

    @property
    def answers(self) -> dict[int, str]:
        """Id of the question → answer."""
        return {question.pk: self.cleaned_data.get(f"answer_{question.pk}") or "" for question in self.questions}


def _numbers(text: str) -> set[int]:
    parts = text.split(",")[:50]
    return {int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19}


class DecisionForm(forms.Form):
    """A word with a decision."""

    note = LineField(
        label=_("A note to this person"),
        max_length=500,
        required=False,
        help_text=_("They will read this along with your decision."),
    )


class QuestionsForm(forms.Form):
    """Up to five questions for who wants to join: those that are asked now, and room for one more."""

    def __init__(self, *args: Any, asked: Sequence[tuple[str, bool]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.room = min(MOST_QUESTIONS, max(2, len(asked) + 1))
        for number in range(self.room):
            text, required = asked[number] if number < len(asked) else ("", True)
            self.fields[f"question_{number}"] = LineField(
                label=_("Question %(number)d") % {"number": number + 1}, max_length=200, required=False, initial=text
            )
            self.fields[f"needed_{number}"] = forms.BooleanField(
                label=_("Nobody can ask to join without answering this"), required=False, initial=required
            )

    @property
    def questions(self) -> list[tuple[str, bool]]:
        """Text, and whether an answer is needed; empty lines left out."""
        found = []
        for number in range(self.room):
            text = self.cleaned_data.get(f"question_{number}")
            if text:
                found.append((text, bool(self.cleaned_data.get(f"needed_{number}"))))
        return found
