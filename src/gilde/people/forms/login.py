"""Logging in with a password."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator

_LONGEST = 320  # an address of 64 + 1 + 255 characters


class LoginForm(AllauthLoginForm):
    """What is no address gets the same answer, takes the same time and counts the same as an unknown one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].validators = [MaxLengthValidator(_LONGEST), ProhibitNullCharactersValidator()]
