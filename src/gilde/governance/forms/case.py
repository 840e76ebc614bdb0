"""Working on a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import RestrictionKind
from gilde.core.actor import Actor
from gilde.core.forms import ProseField
from gilde.core.reportables import reportables
from gilde.governance.actions.case import Measure
from gilde.governance.enums import Outcome, Side
from gilde.governance.models import Case
from gilde.governance.queries.agreement import agreement
from gilde.governance.rules.case import touches
from gilde.governance.rules.report import LONGEST

DAYS: Final = (
    ("", _("Choose …")),
    (3, _("3 days")),
    (7, _("a week")),
    (30, _("a month")),
    (90, _("three months")),
    (365, _("a year")),
)


class NoteForm(forms.Form):
    """A note that stays among those who handle the case."""

    note = ProseField(
        label=_("A note to each other"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only those who can handle this case read it."),
        error_messages={"required": _("Write something first.")},
    )


class MessageForm(forms.Form):
    """A message to one of the sides, without names."""

    to = forms.ChoiceField(label=_("To whom?"), choices=Side.choices, widget=forms.RadioSelect)
    text = ProseField(
        label=_("Message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("They read it on a page of their own, signed by the hosts. Do not name who reported this."),
        error_messages={"required": _("Write something first.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not case.has_author:
            self.fields["to"].choices = [(Side.REPORTER.value, Side.REPORTER.label)]  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """Why two people need to know who wrote something without their name."""

    reason = ProseField(
        label=_("What do you need the name for, and why does it not go without?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("If another person agrees, the one who wrote it reads this with both your names."),
        error_messages={"required": _("Give your reason: the person reads it.")},
    )


class DecideForm(forms.Form):
    """What is done, which agreement it is about, and why: both sides read it."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    rule = forms.ChoiceField(label=_("Which agreement is it about?"), required=False)
    what = forms.ChoiceField(
        label=_("With a measure: this person"),
        choices=[("", _("Choose …")), *RestrictionKind.choices],
        required=False,
    )
    days = forms.TypedChoiceField(label=_("For how long?"), choices=DAYS, coerce=int, required=False, empty_value=None)
    everywhere = forms.BooleanField(label=_("In all communities here"), required=False)
    also_removes = forms.BooleanField(label=_("And remove what was reported"), required=False)
    reasons = ProseField(
        label=_("Why"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Those who reported it read this, and the person it is about when something is done. No names."),
        error_messages={"required": _("Give your reasons: both sides read them.")},
    )

    def __init__(self, *args: Any, case: Case, agreements: Sequence[str], actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        is_operator = actor.is_operator
        reportable = reportables().get(case.subject_kind)
        removable = reportable is not None and reportable.remove is not None
        can_measure = case.about_id is not None and (case.community_id is not None or is_operator)
        left_out = {Outcome.REMOVE} if not removable else set()
        left_out |= {Outcome.HIDE} if reportable is None or reportable.hide is None else set()
        left_out |= {Outcome.SANCTION} if not can_measure else set()
        # What has moved is not theirs to take away; the reason stands where the choice would.
        elsewhere = {each: touches.reason(actor, case, each) for each in (Outcome.REMOVE, Outcome.HIDE)}
        moved = next(filter(None, (elsewhere[each] for each in elsewhere if each not in left_out)), "")
        left_out |= {each for each, reason in elsewhere.items() if reason}
        self.fields["outcome"].help_text = moved
        if moved:
            self.fields["outcome"].error_messages["invalid_choice"] = moved
        self._choose("outcome", [(value, label) for value, label in Outcome.choices if value not in left_out])
        known = list(dict.fromkeys([*filter(None, [agreement(case.rule)]), *agreements]))
        self._choose("rule", [("", _("None in particular")), *((text, text) for text in known)])
        gone = {"what", "days", "also_removes"} if not can_measure else set()
        gone |= {"also_removes"} if not removable or elsewhere[Outcome.REMOVE] else set()
        gone |= {"everywhere"} if not (can_measure and is_operator and case.community_id is not None) else set()
        for name in gone:
            del self.fields[name]
        if "what" in self.fields and case.community_id is None:
            some = [(kind.value, kind.label) for kind in RestrictionKind if kind != RestrictionKind.REMOVED]
            self._choose("what", [("", _("Choose …")), *some])

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A measure says what and for how long; a person is removed from one community."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") != Outcome.SANCTION:
            return data
        for name in ("what", "days"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Choose what this person cannot do, and for how long."))
        if data.get("everywhere") and data.get("what") == RestrictionKind.REMOVED:
            self.add_error("what", _("A person is removed from one community at a time."))
        return data

    @property
    def measure(self) -> Measure | None:
        """What was chosen with the outcome "a measure"."""
        data = self.cleaned_data
        if data["outcome"] != Outcome.SANCTION:
            return None
        return Measure(
            RestrictionKind(data["what"]),
            timedelta(days=data["days"]),
            everywhere=bool(data.get("everywhere")) or self.case.community_id is None,
            also_removes=bool(data.get("also_removes")),
        )


class JudgeForm(DecideForm):
    """The same about an appeal; the agreement stays, and a measure stays as it is or ends."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        for name in ("rule", "what", "days", "everywhere", "also_removes"):
            self.fields.pop(name, None)
        if case.outcome != Outcome.SANCTION:
            choices = list(self.fields["outcome"].choices)  # type: ignore[attr-defined]
            self._choose("outcome", [choice for choice in choices if choice[0] != Outcome.SANCTION])

    def clean(self) -> dict[str, Any]:
        """Nothing more to ask."""
        return self.cleaned_data
