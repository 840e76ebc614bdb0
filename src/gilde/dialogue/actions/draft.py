"""Keeping what somebody is writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.db.writing import execute_soon
from gilde.dialogue.models import Draft
from gilde.dialogue.rules.person import who

MOST_DRAFTS = 200
MOST_CHARACTERS = 200_000


class DraftTooLarge(ValueError):
    """The text is longer than any form accepts; the browser keeps it."""


@transaction.atomic
def save_draft(*, actor: Actor, place: str, data: Mapping[str, Any]) -> Draft:
    """Keep ``data`` as the one draft of this person and place; the oldest beyond two hundred make room.

    A draft is private to its writer and leaves no activity.

    Raises:
        DraftTooLarge: beyond 200,000 characters together.
    """
    if sum(len(str(value)) for value in data.values()) > MOST_CHARACTERS:
        raise DraftTooLarge
    row, made = Draft.objects.update_or_create(
        person_id=who(actor), place=place, defaults={"data": dict(data), "saved_at": now()}
    )
    if made:
        extra = Draft.objects.filter(person_id=actor.person_id or 0).order_by("-saved_at", "-pk")
        old = list(extra.values_list("pk", flat=True)[MOST_DRAFTS : MOST_DRAFTS + 50])
        Draft.objects.filter(pk__in=old).delete()
    return row


@transaction.atomic(savepoint=False)
def drop_draft(*, actor: Actor, place: str) -> None:
    """Throw the draft away; without one nothing happens."""
    execute_soon("DELETE FROM dialogue_draft WHERE person_id = %s AND place = %s", [actor.person_id or 0, place])
