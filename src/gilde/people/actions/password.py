"""Taking away a password that nobody can answer for."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from gilde.people.models import Account


@transaction.atomic
def drop_unproven_password(account: Account, *, just_proven: str = "") -> bool:
    """Take away a password that was chosen before anybody had shown that an address of ``account`` is theirs.

    Anybody can sign up with the address of somebody else and a password of their own, and wait: once the owner comes
    in, by a code out of the mailbox, that password would open their account too.

    Args:
        account: of whoever shows right now that its address is theirs.
        just_proven: that address, once it is written down as proven.

    Returns:
        Whether there was such a password.
    """
    addresses = EmailAddress.objects.filter(user=account).values_list("email", "verified")
    proven = {email.lower() for email, verified in addresses if verified} - {just_proven.lower()}
    if proven or not addresses or not account.has_usable_password():
        return False
    account.set_unusable_password()
    account.save(update_fields=["password"])
    return True
