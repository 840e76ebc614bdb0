"""Operators: the accounts that keep an installation. Made by ``./gilde createadmin``."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from gilde.core.rules import Refusal
from gilde.people.actions.person import join
from gilde.people.actions.setup import make_operator
from gilde.people.models import Account

_CONSONANTS = "bdfgklmnprstvwz"
_VOWELS = "aeiou"


class OperatorRefused(Exception):
    """This address or password cannot be used; the message says why."""


def clean_email(text: str) -> str:
    """The address as accounts keep it.

    Raises:
        OperatorRefused: when it is no e-mail address.
    """
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise OperatorRefused(f"{text.strip()!r} is not an email address.") from None
    return email


def suggest_password() -> str:
    """A password that can be read aloud: five words of three syllables, about 93 bits."""

    def word() -> str:
        return "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(3))

    return "-".join(word() for _ in range(5))


@transaction.atomic
def grant(*, email: str, name: str, password: str) -> bool:
    """Give ``email`` an account with the operator's rights and this password; whether the account is new.

    Sessions of an existing account end, since Django ties them to the password.

    Raises:
        OperatorRefused: when the password is too weak, or this account may not take part.
    """
    known = Account.objects.filter(email=email).first()
    try:
        validate_password(password, known or Account(email=email))
        join(account=make_operator(email=email, password=password), name=name or email.partition("@")[0])
    except ValidationError as error:
        raise OperatorRefused(" ".join(error.messages)) from None
    except Refusal as refusal:
        raise OperatorRefused(str(refusal)) from None
    return known is None
