"""Roles."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import Role


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.TypedChoiceField(label=_("Role"), choices=Role.choices, coerce=Role)
