"""Choices as people read them when they decide about a community."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import Joining
from gilde.core.audience import Audience

LANGUAGES: Final = list(settings.LANGUAGES)


class CardField(forms.TypedChoiceField):
    """A choice between a few things that need a sentence each; shown as cards.

    Attributes:
        hints: value (as text) → the sentence.
        icons: value (as text) → a lucide name.
    """

    widget = forms.RadioSelect

    def __init__(self, *, hints: Mapping[str, Any], icons: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hints = hints
        self.icons = icons


def audience_field() -> CardField:
    """Who sees a community."""
    return CardField(
        label=_("Who can see it"),
        choices=[
            (Audience.PUBLIC.value, _("Everyone")),
            (Audience.MEMBERS.value, _("Members")),
            (Audience.COMMUNITY.value, _("Hidden")),
        ],
        coerce=lambda value: Audience(int(value)),
        hints={
            str(Audience.PUBLIC.value): _("Anyone can read, even without an account."),
            str(Audience.MEMBERS.value): _("Everyone here can see that it exists; only members can read."),
            str(Audience.COMMUNITY.value): _("Only members, and the people they invite, know that it exists."),
        },
        icons={
            str(Audience.PUBLIC.value): "globe",
            str(Audience.MEMBERS.value): "users-round",
            str(Audience.COMMUNITY.value): "lock",
        },
    )


# How far a contribution goes, as its writer and its hosts read it; ``usual`` is filled in where there is one.
CONFIDENTIALITY: Final = (
    (Audience.PUBLIC.value, _("As open as the community")),
    (Audience.MEMBERS.value, _("Only for members")),
    (Audience.COMMUNITY.value, _("Stays in this community")),
)
_CONFIDENTIALITY_HINTS: Final = {
    str(Audience.PUBLIC.value): _("Whoever can read the community can read it."),
    str(Audience.MEMBERS.value): _("Nobody else reads it, also when the community itself is public."),
    str(Audience.COMMUNITY.value): _(
        "Only members read it, and only here: no words of it in emails, feeds, previews of links or other communities."
    ),
}
_CONFIDENTIALITY_ICONS: Final = {
    str(Audience.PUBLIC.value): "globe",
    str(Audience.MEMBERS.value): "users-round",
    str(Audience.COMMUNITY.value): "lock",
}


def confidentiality_field(label: Any) -> CardField:
    """How far contributions go."""
    return CardField(
        label=label,
        choices=CONFIDENTIALITY,
        coerce=lambda value: Audience(int(value)),
        hints=_CONFIDENTIALITY_HINTS,
        icons=_CONFIDENTIALITY_ICONS,
    )


def joining_field() -> CardField:
    """How people come in."""
    return CardField(
        label=_("How people join"),
        choices=[
            (Joining.OPEN.value, _("Open")),
            (Joining.REQUEST.value, _("On request")),
            (Joining.INVITATION.value, _("By invitation")),
        ],
        coerce=Joining,
        hints={
            Joining.OPEN.value: _("Anyone who can see it can join right away."),
            Joining.REQUEST.value: _("The hosts decide, and can ask a few questions first."),
            Joining.INVITATION.value: _("Only people with an invitation can join."),
        },
        icons={
            Joining.OPEN.value: "door-open",
            Joining.REQUEST.value: "hand",
            Joining.INVITATION.value: "mail",
        },
    )
