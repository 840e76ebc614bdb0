"""The form of a compliment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.communities.models import Behaviour
from gilde.core.forms import LineField
from gilde.people.models import Label

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Word(NamedTuple):
    """An occasion to write to somebody that is no thanks: the title of its page and what could be said."""

    title: _StrPromise
    hint: _StrPromise


WORDS: Final = {
    "welcome": Word(
        _("Welcome %(name)s"),
        _("What made you glad that they came, and who could they talk to first? At most 280 characters."),
    ),
    "missed": Word(
        _("A word for %(name)s"),
        _("What do you miss when they are not there? Ask for nothing in return. At most 280 characters."),
    ),
}


class ComplimentForm(forms.Form):
    """One concrete sentence.

    Args:
        about_contribution: it is about a contribution, so nobody is asked what it is about.
        skills: specialisms of the receiver that can be named.
        behaviours: behaviours that can be named.
        word: a welcome, or a word to somebody who is missed; it is about nothing but the person.
    """

    text = LineField(
        min_length=10,
        max_length=280,
        label=_("Your sentence"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What did they do, and what did it change for you? At most 280 characters."),
        error_messages={
            "required": _("Write at least one sentence."),
            "min_length": _("Say a little more: what did they do?"),
            "max_length": _("One sentence is enough: at most 280 characters."),
        },
    )
    about = LineField(
        max_length=160, required=False, label=_("What is it about?"), help_text=_("For example: the workshop in March.")
    )
    skill = forms.ModelChoiceField(
        Label.objects.none(), required=False, label=_("A skill it shows"), empty_label=_("none in particular")
    )
    behaviour = forms.ModelChoiceField(
        Behaviour.objects.none(), required=False, label=_("Behaviour it shows"), empty_label=_("none in particular")
    )

    def __init__(
        self,
        *args: Any,
        about_contribution: bool,
        word: Word | None = None,
        skills: Sequence[Label],
        behaviours: Sequence[Behaviour],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if about_contribution or word:
            del self.fields["about"]
        if word:
            text = self.fields["text"]
            text.label, text.help_text = _("Your words"), word.hint
            text.error_messages["min_length"] = text.error_messages["required"]
            skills = behaviours = ()
        for name, rows in (("skill", skills), ("behaviour", behaviours)):
            if rows:
                model = type(rows[0])
                self.fields[name].queryset = model._default_manager.filter(pk__in=[row.pk for row in rows])  # type: ignore[attr-defined]
            else:
                del self.fields[name]
