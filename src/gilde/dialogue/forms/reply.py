"""Forms of answers and comments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import ProseField
from gilde.dialogue.forms.files import FilesForm


class ReplyForm(FilesForm):
    """One text, a comment or an answer, with files that are added; the view keeps those one by one."""

    body = ProseField(
        max_length=30_000,
        label=_("Your reply"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write something first.")},
    )
