"""Working on a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import ProseField
from gilde.core.reportables import reportables
from gilde.governance.enums import Outcome, Side
from gilde.governance.models import Case
from gilde.governance.rules.report import LONGEST


class NoteForm(forms.Form):
    """A note that stays among those who handle the case."""

    note = ProseField(
        label=_("Note"),
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
        if case.about_id is None:
            self.fields["to"].choices = [(Side.REPORTER.value, Side.REPORTER.label)]  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """What is done, which agreement it is about, and why: both sides read it."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    rule = forms.ChoiceField(label=_("Which agreement is it about?"), required=False)
    reasons = ProseField(
        label=_("Why"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Those who reported it read this, and the person it is about when something is done. No names."),
        error_messages={"required": _("Give your reasons: both sides read them.")},
    )

    def __init__(self, *args: Any, case: Case, agreements: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = reportables().get(case.subject_kind)
        removable = kind is not None and kind.remove is not None
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in Outcome.choices if value != Outcome.REMOVE or removable
        ]
        known = list(dict.fromkeys([*filter(None, [case.rule]), *agreements]))
        self.fields["rule"].choices = [("", _("None in particular")), *((text, text) for text in known)]  # type: ignore[attr-defined]


class JudgeForm(DecideForm):
    """The same about an appeal; the agreement stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["rule"]
