"""Making the addresses void that replies go to."""

from __future__ import annotations

from django.db import transaction

from gilde.attention.notifications.models import ReplyKey
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.people.rules.person import person_id


@transaction.atomic
def void_reply_addresses(*, actor: Actor) -> None:
    """From now on nobody can reply through the letters ``actor`` got before. It leaves no activity: it is a key.

    Raises:
        Refusal: a visitor.
    """
    number = person_id(actor)
    row, _made = ReplyKey.objects.select_for_update().get_or_create(person_id=number)
    row.generation, row.changed_at = row.generation + 1, now()
    row.save(update_fields=["generation", "changed_at"])
