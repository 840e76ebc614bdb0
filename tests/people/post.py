"""The post in tests: mails leave with a task, as in the house, and codes are read out of them."""

from __future__ import annotations

import re

from django.core import mail
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from gilde.core.models import QueuedTask, TaskState

_CODE = re.compile(r"^\s*([A-Z0-9]{2,6}(?:-[A-Z0-9]{2,6})+|[A-Z0-9]{6,9})\s*$", re.MULTILINE)


def deliver() -> list[EmailMessage]:
    """Send what waits; returns the mails sent by this call."""
    before = len(mail.outbox)
    for row in QueuedTask.objects.filter(function="gilde.people.tasks.deliver_mail", state=TaskState.READY).order_by(
        "pk"
    ):
        import_string(row.function).func(*row.args, **row.kwargs)
        QueuedTask.objects.filter(pk=row.pk).update(state=TaskState.DONE)
    return mail.outbox[before:]


def code_in(message: EmailMessage) -> str:
    """The code on a line of its own."""
    found = _CODE.search(str(message.body))
    assert found, f"no code in: {message.body}"
    return found.group(1)
