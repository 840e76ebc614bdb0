"""Adding and removing the devices on which one wants to be told."""

from __future__ import annotations

from django.db import transaction

from gilde.attention.notifications.models import Device
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.people.rules.person import person_id

MOST = 20  # of one person; the oldest make room


@transaction.atomic
def add_device(*, actor: Actor, endpoint: str, public_key: str, auth: str, session_key: str, name: str) -> Device:
    """Tell ``actor`` on this device as well; the same device again is one row, whoever used it before.

    Raises:
        Refusal: a visitor.
    """
    number = person_id(actor)
    row, _made = Device.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "person_id": number,
            "public_key": public_key,
            "auth": auth,
            "session_key": session_key,
            "name": name[:100],
            "added_at": now(),
        },
    )
    kept = Device.objects.filter(person=number).order_by("-added_at").values_list("pk", flat=True)[:MOST]
    Device.objects.filter(person=number).exclude(pk__in=list(kept)).delete()
    return row


@transaction.atomic
def remove_device(*, actor: Actor, number: int) -> None:
    """Tell ``actor`` nothing on this device any more; a number of somebody else's changes nothing."""
    Device.objects.filter(pk=number, person=person_id(actor)).delete()
