"""Addresses that do not take our mail."""

from __future__ import annotations

from django.db import transaction

from gilde.attention.notifications.models import PausedAddress
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.people.models import Account


@transaction.atomic
def pause_address(*, account: Account, reason: str) -> None:
    """Send no letters to the main address of ``account`` until its owner says that it works again."""
    known = {"email": account.email, "reason": " ".join(reason.split())[:200], "since": now()}
    PausedAddress.objects.update_or_create(account=account, defaults=known)


@transaction.atomic
def resume_address(*, actor: Actor) -> None:
    """Try the actor's own address again. It leaves no activity: nobody else is concerned."""
    PausedAddress.objects.filter(account__person=actor.person_id or 0).delete()
