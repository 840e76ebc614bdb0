"""Telling a person why their mail was not placed, or not all of it."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from gilde.core.clock import now
from gilde.gateways.letterbox.enums import State
from gilde.gateways.letterbox.envelope import read_envelope
from gilde.gateways.letterbox.models import Arrived
from gilde.people.models import Account
from gilde.people.reader import read_by

MOST = 5  # to one person in a day; what was sent counts, not the tries while the mail server was away


def explain(arrived_id: int) -> bool:
    """Write to the owner of the account, once; never to whoever merely stands in From. Whether a mail left.

    Raises:
        OSError, SMTPException: the mail server is away; the task is tried again.
    """
    arrived = Arrived.objects.select_related("contribution").filter(pk=arrived_id, told_at__isnull=True).first()
    if arrived is None or not arrived.reason or arrived.state not in (State.REFUSED, State.PLACED):
        return False
    account = Account.objects.select_related("person").filter(person=arrived.person_id or 0, is_active=True).first()
    told = Arrived.objects.filter(person=arrived.person_id or 0, told_at__gt=now() - timedelta(days=1))
    if account is None or told.count() >= MOST:
        return False
    try:
        with default_storage.open(arrived.raw) as stream:
            envelope = read_envelope(stream.read(300_000), arrived.recipients)
    except (FileNotFoundError, ValueError):
        return False
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    place = arrived.contribution
    with read_by(account):
        context = {
            "name": account.person.name.split()[0],
            "is_placed": arrived.state == State.PLACED,
            "reason": arrived.reason,
            "subject": envelope.subject,
            "href": f"{settings.SITE_URL}{place.get_absolute_url() if place is not None else '/'}",
        }
        title = _("Some files were not added") if arrived.state == State.PLACED else _("Your reply was not placed")
        mail = EmailMultiAlternatives(
            subject=f"{title}: {envelope.subject}" if envelope.subject else title,
            body=render_to_string("letterbox/explanation.txt", context).strip() + "\n",
            to=[account.email],
        )
        mail.attach_alternative(render_to_string("letterbox/explanation.html", context), "text/html")
    mail.extra_headers = {
        "Message-ID": f"<arrived.{arrived.pk}@{host}>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
    }
    if envelope.message_id and envelope.message_id.isascii():
        mail.extra_headers |= {
            "In-Reply-To": f"<{envelope.message_id}>",
            "References": f"<{envelope.message_id}>",
        }
    try:
        mail.send()
    except (smtplib.SMTPRecipientsRefused, ValueError):
        return False
    with transaction.atomic():
        Arrived.objects.filter(pk=arrived.pk).update(told_at=now())
    return True
