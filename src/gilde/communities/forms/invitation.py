"""Inviting by link, by mail and from a file."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import Role
from gilde.communities.forms.addresses import read_address, split_addresses
from gilde.communities.forms.csv import read_people
from gilde.core.forms import ProseField
from gilde.core.tables import UnreadableTable

MOST_ADDRESSES: Final = 50
_LIFETIMES: Final = [("1", _("a day")), ("7", _("a week")), ("30", _("a month")), ("0", _("until I withdraw it"))]
_USES: Final = [
    ("1", _("one person")),
    ("10", _("10 people")),
    ("100", _("100 people")),
    ("0", _("anyone with the link")),
]


def roles_for(appoints: bool) -> list[tuple[str, Any]]:
    """The roles that may be offered; hosts and facilitators by who gives roles."""
    roles = list(Role) if appoints else [Role.MEMBER, Role.GUEST]
    return [(role.value, role.label) for role in roles]


class _RoleForm(forms.Form):
    role = forms.TypedChoiceField(label=_("Role"), coerce=Role, initial=Role.MEMBER.value)

    def __init__(self, *args: Any, appoints: bool, **kwargs: Any) -> None:
        """``appoints``: whether the actor gives roles here."""
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = roles_for(appoints)


class LinkForm(_RoleForm):
    """A link that lets people in."""

    lifetime = forms.TypedChoiceField(label=_("How long it works"), choices=_LIFETIMES, coerce=int, initial="7")
    max_uses = forms.TypedChoiceField(label=_("Who can use it"), choices=_USES, coerce=int, initial="0")

    field_order = ["lifetime", "max_uses", "role"]

    @property
    def term(self) -> timedelta | None:
        """How long it works; None is until somebody takes it back."""
        days: int = self.cleaned_data["lifetime"]
        return timedelta(days=days) if days else None

    @property
    def uses(self) -> int | None:
        """For how many people; None is for everyone."""
        return self.cleaned_data["max_uses"] or None


class _NoteForm(_RoleForm):
    note = ProseField(
        label=_("Personal note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why did you think of them? This goes into the email."),
    )


class MailForm(_NoteForm):
    """Addresses, typed or pasted."""

    addresses = ProseField(
        label=_("Email addresses"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("One or more, separated by commas or each on its own line."),
    )

    field_order = ["addresses", "note", "role"]

    def clean_addresses(self) -> list[str]:
        """The addresses, each once, in small letters; a sentence that names those that are none."""
        parts = split_addresses(self.cleaned_data["addresses"])
        read = [(part, read_address(part)) for part in parts]
        wrong = [part for part, email in read if not email]
        if wrong:
            raise forms.ValidationError(
                ngettext(
                    "This is not an email address: %(wrong)s",
                    "These are not email addresses: %(wrong)s",
                    len(wrong),
                )
                % {"wrong": ", ".join(part[:80] for part in wrong[:10])}
            )
        if not read:
            raise forms.ValidationError(_("Enter at least one email address."))
        found = list(dict.fromkeys(email for _part, email in read))
        if len(found) > MOST_ADDRESSES:
            raise forms.ValidationError(
                gettext("At most %(most)d addresses at a time. For more, hosts can send a CSV file.")
                % {"most": MOST_ADDRESSES}
            )
        return found


class ListForm(_NoteForm):
    """A CSV file, or rows copied from a spreadsheet."""

    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        help_text=_(
            "With a column “email” and, if you like, “name”; other columns do not count. Everyone gets the role you"
            " choose below. You can check every row before anything is sent."
        ),
        error_messages={"empty": _("This file is empty.")},
    )
    pasted = forms.CharField(
        label=_("Or paste the rows"),
        required=False,
        max_length=200_000,
        validators=[],
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("Copied from a spreadsheet, including the column names."),
    )

    field_order = ["file", "pasted", "note", "role"]

    def clean(self) -> dict[str, Any]:
        """``people``: the rows of the file, or else of what was pasted."""
        data = super().clean() or {}
        if "file" in self.errors or "pasted" in self.errors:
            return data
        upload, pasted = data.get("file"), str(data.get("pasted") or "")
        field = "file" if upload or not pasted else "pasted"
        self.file_name = str(upload.name or "") if upload else gettext("pasted rows")
        try:
            if not upload and not pasted:
                raise UnreadableTable(gettext("Choose a file, or paste the rows of your list."))
            data["people"] = read_people(upload or BytesIO(pasted.encode("utf-8", "replace")))
        except UnreadableTable as error:
            self.add_error(field, str(error))
        return data
