"""The place of a community among others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class EdgeForm(forms.Form):
    """Under which community."""

    parent = forms.TypedChoiceField(label=_("Part of"), coerce=int)
    required = forms.BooleanField(
        label=_("Everyone who joins here also joins the community above"),
        required=False,
        help_text=_("You can only do this if you also decide who joins there. Nothing changes for current members."),
    )

    def __init__(self, *args: Any, parents: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """``parents``: id and name of the communities to choose from."""
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Choose a community")), *parents]
