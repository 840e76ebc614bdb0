"""Founding a community and changing how it presents itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import CommunityKind, Guests, Unnamed
from gilde.communities.forms.choices import LANGUAGES, audience_field, confidentiality_field, joining_field
from gilde.communities.models import Community
from gilde.communities.rules import community as rules
from gilde.core.audience import Audience
from gilde.core.forms import LineField, ProseField, clean_line
from gilde.people.models import Organisation
from gilde.people.models.person import folded

_PICTURES = "image/jpeg,image/png,image/webp"


def charter_field() -> ProseField:
    """What a community agrees on."""
    return ProseField(
        label=_("Agreements"),
        required=False,
        max_length=rules.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("How you treat each other. Everyone accepts these agreements when they join. Markdown works here."),
    )


class NameFields(forms.Form):
    """What a community is called and what it is for."""

    name = LineField(label=_("Name"), max_length=80)
    purpose = LineField(
        label=_("Purpose"),
        max_length=200,
        required=False,
        help_text=_("In one line: what do people come here for?"),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, help_text=_("The language most people write in here.")
    )


class FoundForm(NameFields):
    """A new community; its kind has been chosen and filled in what it usually starts with."""

    kind = forms.TypedChoiceField(choices=CommunityKind.choices, coerce=CommunityKind, widget=forms.HiddenInput)
    audience = audience_field()
    joining = joining_field()
    parent = forms.TypedChoiceField(
        label=_("Part of"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_(
            "This community will then be listed above the dialogue of that one. It gives nobody any rights there."
        ),
    )
    required = forms.BooleanField(
        label=_("Everyone who joins here also joins the community above"),
        required=False,
    )
    charter = charter_field()
    cover = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": _PICTURES}),
        help_text=_("Wide pictures work best."),
    )

    field_order = [
        "kind",
        "name",
        "purpose",
        "language",
        "audience",
        "joining",
        "parent",
        "required",
        "charter",
        "cover",
    ]

    def __init__(self, *args: Any, parents: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parents:
            field = self.fields["parent"]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [("", _("Nothing, it is on its own")), *parents]
        else:
            del self.fields["parent"], self.fields["required"]


class DescribeForm(NameFields):
    """The first lines of a community."""

    kind = forms.TypedChoiceField(label=_("Kind"), choices=CommunityKind.choices, coerce=CommunityKind)

    field_order = ["name", "purpose", "kind", "language"]


class AddressForm(forms.Form):
    """Another address."""

    slug = LineField(
        label=_("Address"),
        max_length=60,
        help_text=_("The last part of the web address. The old address keeps working."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_slug(self) -> str:
        """In small letters."""
        return str(self.cleaned_data["slug"]).lower()


class CoverForm(forms.Form):
    """Another picture, or none."""

    cover = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": _PICTURES}),
        help_text=_("It appears at the top of every page of the community. Wide pictures work best."),
    )
    remove = forms.BooleanField(label=_("Remove the picture"), required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or {}
        if not data.get("cover") and not data.get("remove") and "cover" not in self.errors:
            self.add_error("cover", _("Choose a picture first."))
        return data


class AccessForm(forms.Form):
    """Who sees a community and how people come in."""

    audience = audience_field()
    joining = joining_field()
    members_invite = forms.BooleanField(
        label=_("Members may invite people"),
        required=False,
        help_text=_("Otherwise only hosts and facilitators can."),
    )
    noindex = forms.BooleanField(
        label=_("Hide from search engines"),
        required=False,
        help_text=_("This only matters for a community that everyone can read."),
    )
    inter_company = forms.BooleanField(
        label=_("Only for people from certain organisations"),
        required=False,
        help_text=_(
            "Others do not see it. You can still invite people from elsewhere. People fill in their organisation "
            "themselves: choose “on request” when you need to be sure."
        ),
    )
    organisations = ProseField(
        label=_("Which organisations"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Their names exactly as on their pages, one on each line."),
    )
    sure = forms.BooleanField(
        label=_("I understand that more people will be able to read what has been written here so far"),
        required=False,
    )

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        if community.is_public:
            del self.fields["sure"]

    def clean_organisations(self) -> list[Organisation]:
        """The organisations with these names; a sentence that says which of them has no page."""
        typed = list(dict.fromkeys(filter(None, map(clean_line, self.cleaned_data["organisations"].split("\n")))))[:100]
        known = {row.name_key: row for row in Organisation.objects.filter(name_key__in=list(map(folded, typed)))}
        missing = [name for name in typed if folded(name) not in known]
        if missing:
            raise forms.ValidationError(
                _("There is no page for %(names)s yet. Add the organisation to your own profile first.")
                % {"names": ", ".join(f"“{name[:80]}”" for name in missing[:5])}
            )
        return [known[folded(name)] for name in typed]

    def clean(self) -> dict[str, Any]:
        """Choices that go together; a wider audience is meant."""
        data = super().clean() or {}
        if "audience" not in data or "organisations" not in data:
            return data
        audience = data["audience"]  # an error at a field takes its value out of ``data``
        ids = [row.pk for row in data["organisations"]]
        reason = rules.audience.reason(audience, bool(data.get("inter_company")), ids)
        if reason:
            self.add_error("organisations" if audience != Audience.PUBLIC else "audience", reason)
        if self.widens(audience) and not data.get("sure"):
            self.add_error("sure", _("Tick this to let more people read."))
        return data

    def widens(self, audience: Audience) -> bool:
        """Whether more people would read what was written for fewer."""
        return audience == Audience.PUBLIC and not self.community.is_public and self.community.contribution_count > 0


class ConfidentialityForm(forms.Form):
    """How far contributions go."""

    usual = confidentiality_field(_("What people write here is usually"))
    widest = confidentiality_field(_("The most open that is allowed"))
    unnamed = forms.TypedChoiceField(
        label=_("What people can share without their name"),
        choices=Unnamed.choices,
        coerce=Unnamed,
        help_text=_(
            "Nobody here sees who it was. After a report, two who handle it can learn it together, with a reason that "
            "the person reads. What was shared so before stays without a name."
        ),
    )

    guests = forms.TypedChoiceField(
        label=_("Who can invite someone from outside to one conversation"),
        choices=Guests.choices,
        coerce=Guests,
        help_text=_(
            "A guest reads and replies in that conversation only and sees nothing else of this community. What stays "
            "in this community, and what was shared without a name, has no guests. With “Nobody” it ends for those "
            "who are guests now."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """What is usual is allowed."""
        data = super().clean() or {}
        if "usual" in data and "widest" in data:
            reason = rules.confidentiality.reason(data["usual"], data["widest"])
            if reason:
                self.add_error("usual", reason)
        return data


class TextsForm(forms.Form):
    """What newcomers read first."""

    welcome = ProseField(
        label=_("Welcome"),
        required=False,
        max_length=rules.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("New members read this first. Markdown works here."),
    )
    first_page = ProseField(
        label=_("Front page"),
        required=False,
        max_length=rules.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What everyone should be able to find: how you work, where things are. Markdown works here."),
    )


class CharterForm(forms.Form):
    """The agreements."""

    charter = charter_field()
