"""The filters of the directory, as they stand in its address."""

from __future__ import annotations

from django import forms

from gilde.core.forms import LineField
from gilde.people.enums import WorkSituation
from gilde.people.languages import BY_CODE
from gilde.people.queries.directory import Search


class DirectoryForm(forms.Form):
    """Everything optional; what cannot be read is left out, because an address is not typed by people."""

    q = LineField(max_length=100, required=False)
    specialism = LineField(max_length=80, required=False)
    interest = LineField(max_length=80, required=False)
    hobby = LineField(max_length=80, required=False)
    language = forms.ChoiceField(required=False, choices=[("", ""), *((code, code) for code in BY_CODE)])
    region = LineField(max_length=80, required=False)
    work = forms.ChoiceField(required=False, choices=[("", ""), *WorkSituation.choices])
    organisation = LineField(max_length=60, required=False)
    following = forms.ChoiceField(required=False, choices=[("", ""), ("1", "")])

    def search(self) -> Search:
        """What to look for."""
        self.is_valid()
        data = self.cleaned_data
        return Search(
            text=data.get("q") or "",
            specialism=data.get("specialism") or "",
            interest=data.get("interest") or "",
            hobby=data.get("hobby") or "",
            language=data.get("language") or "",
            region=data.get("region") or "",
            work=data.get("work") or "",
            organisation=data.get("organisation") or "",
            following=data.get("following") or "",
        )
