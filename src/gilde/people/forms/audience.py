"""The choice who sees a section: four words in one line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.core.audience import Audience

AUDIENCE_CHOICES = (
    (Audience.PUBLIC, _("Everyone")),
    (Audience.MEMBERS, _("All members")),
    (Audience.COMMUNITY, _("My communities")),
    (Audience.ME, _("Only me")),
)


def _audience(value: Any) -> Audience:
    return Audience(int(value))


class AudienceField(forms.TypedChoiceField):
    """Who may see it."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Who sees this?"))
        super().__init__(choices=AUDIENCE_CHOICES, coerce=_audience, **kwargs)


class AudienceForm(forms.Form):
    """Only the audience of a section that has forms of its own for its rows."""

    audience = AudienceField()
