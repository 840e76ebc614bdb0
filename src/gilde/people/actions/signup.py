"""Signing up that nobody finished."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from gilde.core.clock import now
from gilde.people.models import Account, Person

UNCONFIRMED_DAYS: Final = 7
_PER_ROUND: Final = 500


def forget_unconfirmed() -> int:
    """Delete accounts whose address nobody confirmed within a week of signing up; how many.

    Somebody may have typed an address that is not theirs: its owner never asked us to keep it, and who signs up with it
    later would read that there is an account already.
    """
    gone = 0
    for number in _unconfirmed().order_by("pk").values_list("pk", flat=True)[:_PER_ROUND]:
        with transaction.atomic():
            account = _unconfirmed().select_for_update(of=("self",)).filter(pk=number).first()
            if account is not None:  # not confirmed in this same moment
                account.delete()
                gone += 1
    return gone


def _unconfirmed() -> QuerySet[Account]:
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    return Account.objects.filter(
        Exists(addresses),
        ~Exists(addresses.filter(verified=True)),
        ~Exists(Person.objects.filter(account=OuterRef("pk"))),
        created_at__lt=now() - timedelta(days=UNCONFIRMED_DAYS),
        last_login__isnull=True,
        is_superuser=False,
    )
