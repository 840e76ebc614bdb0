"""Throwing mails away once they are old."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from gilde.core.clock import now
from gilde.gateways.letterbox.enums import State
from gilde.gateways.letterbox.models import Arrived

_ROWS = timedelta(days=365)  # the row holds no text, and knows the mail should it come once more


def throw_away() -> int:
    """Delete the mails that were read so many days ago, and what is known of them a year later; how many mails."""
    old = Arrived.objects.exclude(state=State.WAITING).exclude(raw="")
    old = old.filter(at__lt=now() - timedelta(days=settings.MAIL_IN_DAYS))
    thrown = _throw(old.order_by("at")[:5_000])
    with transaction.atomic():
        Arrived.objects.filter(raw="", at__lt=now() - _ROWS).delete()
    return thrown


def forget_person(*, person_id: int) -> None:
    """Delete the mails of somebody who left for good, those that wait included."""
    theirs = Arrived.objects.filter(person=person_id)
    _throw(theirs.exclude(raw=""))
    theirs.update(person=None, contribution=None, reason="")


def _throw(rows: QuerySet[Arrived]) -> int:
    thrown = 0
    for row in rows:
        default_storage.delete(row.raw)
        with transaction.atomic():
            Arrived.objects.filter(pk=row.pk).update(raw="", recipients="")
        thrown += 1
    return thrown
