"""Asking for one's own data, and what becomes of it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from gilde.core import activity
from gilde.core.actor import SYSTEM, Actor
from gilde.core.clock import now
from gilde.core.idempotency import first_result
from gilde.people.actions.profile import own_person
from gilde.people.enums import ExportState, Verb
from gilde.people.models import Export

KEPT: Final = timedelta(days=7)
GIVEN_UP: Final = timedelta(hours=6)  # longer than all attempts of the task together


@transaction.atomic
def ask_export(*, actor: Actor, client_id: uuid.UUID | None = None) -> Export:
    """Ask for everything about oneself; while one is being made, asking again gives that one.

    The gateway that writes it subscribes to ``Verb.EXPORT_ASKED``.

    Raises:
        Refusal: a visitor.
    """
    first = first_result(Export, client_id=client_id, person_id=actor.person_id)
    if first is not None:
        return first
    person = own_person(actor)
    waiting = person.exports.filter(state=ExportState.WAITING).first()
    if waiting is not None:
        return waiting
    key = client_id or uuid.uuid4()
    try:
        with transaction.atomic():
            row = Export.objects.create(person=person, client_id=key)
    except IntegrityError:  # the same request in the same instant
        return Export.objects.get(person=person, client_id=key)
    activity.record(Verb.EXPORT_ASKED, actor=actor, target=row)
    return row


@transaction.atomic
def keep_export(*, export: Export, path: str, size: int) -> Export:
    """The ZIP lies at ``path`` of the storage; it is kept for seven days. Doing it twice keeps the last one."""
    row = Export.objects.select_for_update().get(pk=export.pk)
    row.state = ExportState.READY
    row.path, row.size = path, size
    row.ready_at = now()
    row.expires_at = row.ready_at + KEPT
    row.save()
    activity.record(Verb.EXPORTED, actor=SYSTEM, target=row, data={"bytes": size})
    return row


def remove_old_exports() -> int:
    """Take away what was kept long enough, the file first, and give up on what never came; answers how many.

    Can be run at any time.
    """
    Export.objects.filter(state=ExportState.WAITING, asked_at__lt=now() - GIVEN_UP).update(state=ExportState.FAILED)
    removed = 0
    for row in Export.objects.filter(state=ExportState.READY, expires_at__lte=now()):
        default_storage.delete(row.path)
        removed += Export.objects.filter(pk=row.pk).update(state=ExportState.GONE, path="", size=0)
    return removed
