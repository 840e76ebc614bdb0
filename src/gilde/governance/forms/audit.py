"""The filters of the log, as they stand in its address."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.acts import Sort
from gilde.core.forms import LineField
from gilde.governance.queries.audit import Wanted
from gilde.people.models import Person

_DAY = {"type": "date"}
_YEARS: Final = range(1970, 9000)  # beyond these a day at the edge of a time zone is no day a database knows


class PersonField(LineField):
    """An @name; becomes the person when the reader may know them."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"placeholder": "@", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(required=False, max_length=60, widget=forms.TextInput(attrs=attrs), **kwargs)


class AuditForm(forms.Form):
    """Who, what, about whom and when; over everything also where. What is left empty does not narrow."""

    sort = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    who = PersonField(label=gettext_lazy("Who"))
    about = PersonField(label=gettext_lazy("About whom"))
    place = LineField(label=gettext_lazy("Community"), required=False, max_length=80)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs=_DAY))
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs=_DAY))

    def __init__(self, *args: Any, actor: Actor, community: Community | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        everything = ("", str(gettext_lazy("All acts")))
        self.fields["sort"].choices = [everything, *Sort.choices]  # type: ignore[attr-defined]
        if community is not None:
            del self.fields["place"]

    def clean_who(self) -> Person | None:
        """Who did it."""
        return self._person(self.cleaned_data["who"])

    def clean_about(self) -> Person | None:
        """Whom it was done to."""
        return self._person(self.cleaned_data["about"])

    def _person(self, typed: str) -> Person | None:
        handle = (typed or "").lstrip("@").strip()
        if not handle:
            return None
        person = Person.objects.visible_to(self.actor).called(handle).first()
        if person is None:
            raise forms.ValidationError(_("We found nobody called @%(handle)s.") % {"handle": handle})
        return person

    def clean_place(self) -> Community | None:
        """Where: the short name that stands in its address."""
        typed = (self.cleaned_data["place"] or "").strip().strip("/").rpartition("/")[2]
        if not typed:
            return None
        place = Community.objects.visible_to(self.actor).filter(slug=typed).first()
        if place is None:
            raise forms.ValidationError(_("We found no community with this address."))
        return place

    def clean_since(self) -> date | None:
        """The first day."""
        return self._day(self.cleaned_data["since"])

    def clean_until(self) -> date | None:
        """The last day."""
        return self._day(self.cleaned_data["until"])

    def _day(self, typed: date | None) -> date | None:
        if typed is not None and typed.year not in _YEARS:
            raise forms.ValidationError(_("Choose a year from 1970 on, and before 9000."))
        return typed

    def clean(self) -> dict[str, Any]:
        """The first day comes first.

        Raises:
            ValidationError: when it does not.
        """
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Choose a day after the first one."))
        return data

    def wanted(self) -> Wanted:
        """What to narrow to; only after it was found valid."""
        data = self.cleaned_data
        return Wanted(
            who=data.get("who"),
            about=data.get("about"),
            sort=data.get("sort") or "",
            place=data.get("place"),
            since=data.get("since"),
            until=data.get("until"),
        )
