"""Whose mail address something is."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from gilde.people.models import Account


def owns(account: Account, address: str) -> bool:
    """Whether ``address`` (in lower case) is one of this account, confirmed."""
    if not address:
        return False
    if account.email.lower() == address:
        return True
    found: bool = EmailAddress.objects.filter(user=account, email__iexact=address, verified=True).exists()
    return found
