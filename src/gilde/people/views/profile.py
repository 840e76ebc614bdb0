"""Editing one's profile, one section at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gilde.core.actor import Actor
from gilde.core.rules import Refusal
from gilde.people.actions import label, person, profile
from gilde.people.enums import LabelKind, Section
from gilde.people.forms import profile as profile_forms
from gilde.people.languages import BY_CODE
from gilde.people.models import Person
from gilde.people.models.label import SECTION_OF
from gilde.people.queries.own import own_person

Saved = Callable[[Actor, Any], object]


@dataclass(frozen=True)
class Editor:
    """One section: its form, what it begins with, and the action that keeps it."""

    title: str | Promise
    form: type[Any]
    initial: Callable[[Person], dict[str, Any]]
    save: Saved
    sentence: str | Promise = ""
    suggest: str = ""


def _words(kind: LabelKind) -> Callable[[Person], dict[str, Any]]:
    section = SECTION_OF[kind].value

    def initial(row: Person) -> dict[str, Any]:
        labels = [item.label for item in row.labels.filter(label__kind=kind).select_related("label")]
        names = [
            BY_CODE[item.slug].own if kind == LabelKind.LANGUAGE and item.slug in BY_CODE else item.name
            for item in labels
        ]
        return {"words": names, "audience": row.audience_of(Section(section))}

    return initial


def _save_words(kind: LabelKind) -> Saved:
    def save(actor: Actor, form: forms.Form) -> object:
        data = form.cleaned_data
        return label.change_labels(actor=actor, kind=kind, names=data["words"], audience=data["audience"])

    return save


EDITORS: dict[str, Editor] = {
    "card": Editor(
        gettext_lazy("Name and headline"),
        profile_forms.CardForm,
        lambda row: {"name": row.name, "headline": row.headline, "audience": row.audience},
        lambda actor, form: profile.change_card(actor=actor, **form.cleaned_data),
        gettext_lazy("This is shown wherever your name appears."),
    ),
    "handle": Editor(
        gettext_lazy("@name"),
        profile_forms.HandleForm,
        lambda row: {"handle": row.handle},
        lambda actor, form: person.change_handle(actor=actor, handle=form.cleaned_data["handle"]),
        gettext_lazy("Your address here, and how others mention you."),
    ),
    "story": Editor(
        Section.STORY.label,
        profile_forms.StoryForm,
        lambda row: {"text": row.story, "audience": row.audience_story},
        lambda actor, form: profile.change_story(actor=actor, **form.cleaned_data),
        gettext_lazy("Who you are beyond a job title, what you stand for, how you got here."),
    ),
    "motivation": Editor(
        Section.MOTIVATION.label,
        profile_forms.MotivationForm,
        lambda row: {
            "audience": row.audience_motivation,
            **{item.question: item.text for item in row.motivations.all()},
        },
        lambda actor, form: profile.change_motivation(
            actor=actor, answers=form.answers(), audience=form.cleaned_data["audience"]
        ),
        gettext_lazy("Answer what speaks to you and skip the rest."),
    ),
    "specialisms": Editor(
        Section.SPECIALISMS.label,
        profile_forms.SpecialismsForm,
        _words(LabelKind.SPECIALISM),
        _save_words(LabelKind.SPECIALISM),
        gettext_lazy("People can find you by any of them."),
        suggest="specialism",
    ),
    "interests": Editor(
        Section.INTERESTS.label,
        profile_forms.InterestsForm,
        _words(LabelKind.INTEREST),
        _save_words(LabelKind.INTEREST),
        gettext_lazy("Questions and people around them find you, and you find them."),
        suggest="interest",
    ),
    "hobbies": Editor(
        Section.HOBBIES.label,
        profile_forms.HobbiesForm,
        _words(LabelKind.HOBBY),
        _save_words(LabelKind.HOBBY),
        suggest="hobby",
    ),
    "languages": Editor(
        Section.LANGUAGES.label,
        profile_forms.LanguagesForm,
        _words(LabelKind.LANGUAGE),
        _save_words(LabelKind.LANGUAGE),
        suggest="language",
    ),
    "region": Editor(
        Section.REGION.label,
        profile_forms.RegionForm,
        lambda row: {"region": row.region, "audience": row.audience_region},
        lambda actor, form: profile.change_region(actor=actor, **form.cleaned_data),
    ),
    "work": Editor(
        Section.WORK.label,
        profile_forms.WorkForm,
        lambda row: {"situation": row.work_situation, "note": row.work_note, "audience": row.audience_work},
        lambda actor, form: profile.change_work(actor=actor, **form.cleaned_data),
    ),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, section: str) -> HttpResponse:
    """The form of one section; saved, it leads back to the overview at that section."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    editor = EDITORS.get(section)
    if editor is None:
        raise Http404
    row = own_person(actor)
    if row is None:
        return redirect("people:arrive")
    extra = {"person": row} if section == "handle" else {}
    if request.method == "POST":
        form = editor.form(request.POST, **extra)
        if form.is_valid():
            try:
                editor.save(actor, form)
            except Refusal as refusal:  # the @name that somebody else took in this same moment
                form.add_error("handle" if section == "handle" else None, refusal.reason)
            else:
                messages.success(request, _("Saved."))
                return redirect(f"{reverse('people:me')}#{section}")
    else:
        form = editor.form(initial=editor.initial(row), **extra)
    return render(
        request,
        "people/profile/edit.html",
        {"section": section, "editor": editor, "form": form, "person": row},
        status=422 if form.errors else 200,
    )
