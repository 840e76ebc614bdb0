"""The sections of a profile as forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import LineField, ProseField
from gilde.people.enums import Question, WorkSituation
from gilde.people.forms.audience import AudienceField
from gilde.people.forms.words import LanguagesField, WordsField
from gilde.people.models import Person
from gilde.people.models.person import HANDLE_LENGTH, NAME_LENGTH
from gilde.people.rules import person as rules

STORY_LENGTH = 20_000
ANSWER_LENGTH = 2_000


class NameField(LineField):
    """A name, as others will see it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Name"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        super().__init__(max_length=NAME_LENGTH, **kwargs)


class HandleField(LineField):
    """A handle; its rule is asked by the form, which knows the person."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("@name"))
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        super().__init__(max_length=HANDLE_LENGTH + 1, **kwargs)

    def to_python(self, value: Any) -> str | None:
        """Without an @ in front and in small letters."""
        text = super().to_python(value)
        return text.lstrip("@").lower() if text else text


class CardForm(forms.Form):
    """What stands wherever somebody is named, and who can find them."""

    name = NameField()
    headline = LineField(
        label=_("In one line"),
        max_length=160,
        required=False,
        help_text=_("What you do or stand for, shown below your name: “Nurse, teaches wound care”."),
    )
    audience = AudienceField(label=_("Who can find me and open my profile?"))


class HandleForm(forms.Form):
    """Another handle."""

    handle = HandleField(help_text=_("Lowercase letters, digits and hyphens. Your old address keeps working."))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_handle(self) -> str:
        """The handle, when it is free."""
        handle: str = self.cleaned_data["handle"]
        if reason := rules.handle.reason(handle, self.person):
            raise forms.ValidationError(reason)
        return handle


class StoryForm(forms.Form):
    """Who somebody is, at length."""

    text = ProseField(
        label=_("My story"),
        max_length=STORY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Markdown works here: **bold**, *italic*, lists and links."),
    )
    audience = AudienceField()


class MotivationForm(forms.Form):
    """The guided questions; answer those that speak to you."""

    audience = AudienceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in Question:
            self.fields[question.value] = ProseField(
                label=question.label,
                max_length=ANSWER_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.order_fields([*(question.value for question in Question), "audience"])

    def answers(self) -> dict[Question, str]:
        """What was answered, by question; empty where nothing was."""
        return {question: self.cleaned_data[question.value] for question in Question}


class SpecialismsForm(forms.Form):
    """Several, and equal."""

    words = WordsField(
        label=_("Specialisms"),
        help_text=_("What you know and can do, separated by commas. They all count equally."),
    )
    audience = AudienceField()


class InterestsForm(forms.Form):
    """What somebody wants to hear more about; they need not know anything of it yet."""

    words = WordsField(
        label=_("Interests"), help_text=_("What you want to hear and learn more about, separated by commas.")
    )
    audience = AudienceField()


class HobbiesForm(forms.Form):
    """Besides work."""

    words = WordsField(
        label=_("What I love to do"), help_text=_("Hobbies, sports, passions; separate them with commas.")
    )
    audience = AudienceField()


class LanguagesForm(forms.Form):
    """Languages one can be spoken to in."""

    words = LanguagesField(label=_("Languages I speak"), help_text=_("Their names, separated by commas."))
    audience = AudienceField()


class RegionForm(forms.Form):
    """Where somebody lives or works."""

    region = LineField(
        label=_("Region"),
        max_length=80,
        required=False,
        help_text=_("A town, a region or “anywhere by train”: whatever helps others meet you."),
    )
    audience = AudienceField()


class WorkForm(forms.Form):
    """How somebody works at this moment."""

    situation = forms.ChoiceField(
        label=_("My work situation"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("I would rather not say")),
            *((value, capfirst(label)) for value, label in WorkSituation.choices),
        ],
    )
    note = LineField(
        label=_("About my work"),
        max_length=200,
        required=False,
        help_text=_("For example what you are looking for, or when you have room for something new."),
    )
    audience = AudienceField()
