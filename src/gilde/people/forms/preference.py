"""How somebody reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gilde.people.enums import Theme
from gilde.people.reader import time_zones


class PreferenceForm(forms.Form):
    """Language, theme, time zone and keys of an account."""

    language = forms.ChoiceField(label=_("Language"), required=False, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Theme"), required=False, widget=forms.RadioSelect)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    keyboard_shortcuts = forms.BooleanField(
        label=_("Keyboard shortcuts"),
        required=False,
        help_text=_("Move with j and k, reply with r. Press ? anywhere to see them all."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("Same as my browser")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [  # type: ignore[attr-defined]
            (Theme.AUTO, _("Same as my device")),
            (Theme.LIGHT, _("Light")),
            (Theme.DARK, _("Dark")),
        ]
        zones = [(name, name.replace("_", " ")) for name in time_zones()]
        ours = _("Same as this site: %(zone)s") % {"zone": settings.TIME_ZONE}
        self.fields["time_zone"].choices = [("", ours), *zones]  # type: ignore[attr-defined]
