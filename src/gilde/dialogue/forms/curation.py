"""Forms for keeping a community's conversation in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.communities.models import Community
from gilde.core.forms import LineField


class CloseForm(forms.Form):
    """Why a conversation ends, in one line that everybody reads."""

    reason = LineField(
        max_length=200,
        label=_("Why?"),
        help_text=_("One line that everyone can read, such as “Solved: see the second answer.”"),
        error_messages={"required": _("Say in a few words why you are closing this.")},
    )


class MoveForm(forms.Form):
    """Where a contribution goes.

    Args:
        places: communities where the mover may contribute.
    """

    community = forms.TypedChoiceField(
        coerce=int,
        label=_("To which community?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a community.")},
    )

    def __init__(self, *args: Any, places: Sequence[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].choices = [(place.pk, place.name) for place in places]  # type: ignore[attr-defined]
