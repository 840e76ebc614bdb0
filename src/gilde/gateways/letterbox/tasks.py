"""Work of the letterbox after the answer."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django_tasks import task

from gilde.core.clock import now
from gilde.gateways.letterbox.actions.deliver import deliver
from gilde.gateways.letterbox.actions.explain import explain
from gilde.gateways.letterbox.actions.housekeeping import throw_away
from gilde.gateways.letterbox.enums import State
from gilde.gateways.letterbox.imap import fetch_new
from gilde.gateways.letterbox.models import Arrived


@task(unique=True)
def read_mail(arrived_id: int) -> None:
    """Read one mail that arrived."""
    deliver(arrived_id)
    tell_sender.enqueue(arrived_id)  # whatever this or an earlier try made of it; most have nothing to be told


@task(unique=True)
def tell_sender(arrived_id: int) -> None:
    """Say why a mail was not placed."""
    explain(arrived_id)


@task(unique=True)
def look_into_mailbox() -> None:
    """Fetch what is new in the mailbox, when there is one; then read what waits, whichever way it came."""
    if settings.MAIL_IN_IMAP:
        for number in fetch_new():
            read_mail.enqueue(number)
    waiting = Arrived.objects.filter(state=State.WAITING, at__lt=now() - timedelta(minutes=5))
    for number in waiting.values_list("pk", flat=True)[:500]:
        read_mail.enqueue(number)


@task
def throw_old_mail_away() -> None:
    """Delete mails that were read long ago."""
    throw_away()
