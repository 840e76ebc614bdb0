"""Whether mail to an address is paused."""

from __future__ import annotations

from django.db.models import F

from gilde.attention.notifications.models import PausedAddress
from gilde.people.models import Account


def is_paused(account: Account) -> bool:
    """Whether a mail server said that the main address of ``account`` does not exist."""
    return PausedAddress.objects.filter(account=account, email=account.email).exists()


def paused_address_of(person_id: int) -> str:
    """The main address of this person when mail to it is paused, else an empty text."""
    rows = PausedAddress.objects.filter(account__person=person_id, email=F("account__email"))
    return rows.values_list("email", flat=True).first() or ""
