"""Placeholders, and how somebody shows that one of them is theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.core import signing

from gilde.people.enums import PersonState
from gilde.people.models import Account, Person

CLAIM_LIFETIME: Final = timedelta(days=30)
_SALT: Final = "gilde.people.claim"


def claim_token(person: Person, *, voucher: int | None = None) -> str:
    """A signed token that lets its holder claim ``person``, for thirty days and as long as nobody did.

    Args:
        person: a placeholder.
        voucher: the person who hands it out on their own word; it works no longer than their word counts.
    """
    return signing.dumps([person.pk, voucher], salt=_SALT)


def read_claim_token(token: str) -> tuple[int, int | None] | None:
    """The placeholder and who vouched for it, as numbers; None when the token is broken or too old."""
    try:
        person_id, voucher = signing.loads(token, salt=_SALT, max_age=CLAIM_LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return person_id, voucher


def verified_addresses(account: Account) -> set[str]:
    """The addresses of ``account`` that it has proven, in small letters."""
    rows = EmailAddress.objects.filter(user_id=account.pk, verified=True).values_list("email", flat=True)
    return {email.lower() for email in rows}


def others_of(account: Account, *, most: int = 3) -> list[Person]:
    """Placeholders under a proven address of somebody who has a profile: perhaps they too; two queries."""
    rows = Person.objects.filter(state=PersonState.PLACEHOLDER, invited_email__in=verified_addresses(account))
    return list(rows.exclude(invited_email="").order_by("pk")[:most])


def placeholder_for(account: Account) -> Person | None:
    """The oldest placeholder that was invited or imported under a proven address of ``account``."""
    return (
        Person.objects.filter(state=PersonState.PLACEHOLDER, invited_email__in=verified_addresses(account))
        .exclude(invited_email="")
        .order_by("pk")
        .first()
    )
