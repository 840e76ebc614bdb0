"""Introducing oneself: a few guided questions that become one contribution."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gilde.core.forms import LineField, ProseField
from gilde.dialogue.actions.contribution import ContributionText

_LONG: Final = 2_000


class HelloForm(forms.Form):
    """Three short questions; only the first needs an answer."""

    title = LineField(max_length=200, label=gettext_lazy("In one line"))
    who = ProseField(
        max_length=_LONG,
        label=gettext_lazy("Who are you, and what do you do?"),
        help_text=gettext_lazy("Two sentences are enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    brings = ProseField(
        max_length=_LONG,
        required=False,
        label=gettext_lazy("What brings you here?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    ask_me = ProseField(
        max_length=_LONG,
        required=False,
        label=gettext_lazy("What can others ask you?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def text(self, language: str) -> ContributionText:
        """The answers as one text, each under its question. Only after ``is_valid()``."""
        data: dict[str, Any] = self.cleaned_data
        parts = [data["who"]]
        for name, heading in (("brings", _("What brings me here")), ("ask_me", _("What you can ask me"))):
            if data[name]:
                parts.append(f"**{heading}**\n\n{data[name]}")
        return ContributionText(title=data["title"], body="\n\n".join(parts), language=language)
